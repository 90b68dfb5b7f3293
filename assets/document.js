// The clause editor: “split” cuts where the caret stands. Without this file it cuts at a blank line, which people type.
(function () {
  'use strict';
  var last = null;
  document.addEventListener('focusin', function (ev) {
    if (ev.target.matches && ev.target.matches('.ced textarea')) { last = ev.target; }
  });
  function mark(area) {
    var at = area.selectionStart;
    if (area !== last || at <= 0 || at >= area.value.length) { return; }
    // An earlier blank line would be taken for the place to cut.
    var before = area.value.slice(0, at).replace(/\n\s*\n/g, '\n').replace(/\s+$/, '');
    area.value = before + '\n\n' + area.value.slice(at).replace(/^\s+/, '');
  }
  document.addEventListener('click', function (ev) {
    var button = ev.target.closest && ev.target.closest('[data-split]');
    var area = button && document.getElementById(button.getAttribute('data-split'));
    if (area) { mark(area); }
  }, true);
  document.addEventListener('keydown', function (ev) {
    if (ev.key !== 'Enter' || !(ev.ctrlKey || ev.metaKey) || !ev.target.matches('.ced textarea')) { return; }
    var button = document.querySelector('[data-split="' + ev.target.id + '"]');
    if (button) { ev.preventDefault(); button.click(); }
  });
}());
