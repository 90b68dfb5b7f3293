// The page to try the API: Swagger UI over our own document, with the page's session.
window.addEventListener('DOMContentLoaded', function () {
  var host = document.getElementById('api-docs');
  window.SwaggerUIBundle({
    url: '/api/openapi.json',
    domNode: host,
    deepLinking: true,
    docExpansion: 'list',
    validatorUrl: null,
    // A session's request must carry the session's own token; a bearer token replaces it.
    requestInterceptor: function (request) {
      request.headers['x-csrf-token'] = host.dataset.csrf;
      return request;
    }
  });
});
