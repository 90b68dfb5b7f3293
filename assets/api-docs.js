// The page to try the API: Swagger UI over our own document, with the page's session.
window.addEventListener('DOMContentLoaded', function () {
  var host = document.getElementById('api-docs');
  window.SwaggerUIBundle({
    url: '/api/openapi.json',
    domNode: host,
    // Links to single operations would stand inside the buttons that open them, where no keyboard tells them apart.
    deepLinking: false,
    docExpansion: 'list',
    validatorUrl: null,
    // A session's request must carry the session's own token; a bearer token replaces it.
    requestInterceptor: function (request) {
      request.headers['x-csrf-token'] = host.dataset.csrf;
      return request;
    }
  });
});
