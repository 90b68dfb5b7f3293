// Runs in <head> before the first paint: theme and type size kept on this device.
// The server may print data-bs-theme / data-type from the account; a choice made on this device wins.
(function () {
  var d = document.documentElement, t = null, s = null;
  try { t = localStorage.getItem('qd.theme'); s = localStorage.getItem('qd.type'); } catch (e) { /* storage is off */ }
  if (t !== 'light' && t !== 'dark') { t = d.getAttribute('data-bs-theme'); }
  if (t !== 'light' && t !== 'dark') {
    t = window.matchMedia && window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  d.setAttribute('data-bs-theme', t);
  if (s === 'large') { d.setAttribute('data-type', 'large'); }
  if (s === 'normal') { d.removeAttribute('data-type'); }
  d.classList.add('js');
})();
