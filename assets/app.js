/* Qingdan: behaviour on top of plain HTML. Everything here is an improvement; pages work without it.
   No inline handlers, no eval; ES2017.
   Attributes:
     [data-toggle-theme] [data-toggle-type]     switches, kept on the device
     form[data-draft="key"]                     typed values kept on the device; [data-draft-clear="key"] or a 2xx htmx answer drops them
     form (method post)                         a second submit is ignored while the first is under way; [data-no-guard] turns this off
     [data-confirm="…"] (+ data-confirm-ok)     asks first
     [data-keys=queue] with [data-row]          j/k or arrows move; other keys press the [data-key="Enter|r|…"] of the row or its container
     [data-keys=board]                          arrow keys lead from the board around it into its cells, and move between them
     form[data-bulk]: [data-check-all] [data-check] [data-count] .bulkbar
     input[type=file][data-shrink]              photos become JPEG of at most 1600 px (no metadata)
     [data-chart][data-chart-src]               chart, drawn when it comes into view
     [data-auto-submit]                         a change sends the form
     form[data-sum]: [data-sum-in] [data-sum-out]   weights are added while they are typed; a row whose box is ticked counts nothing
     [data-copy="text"] [data-origin] [data-print] [data-dismiss] [data-back] [data-maxlen]   small helpers
     [data-logout]                              drops all drafts of this device */
(function () {
  'use strict';
  const root = document.documentElement;
  const $ = (s, el) => (el || document).querySelector(s);
  const $$ = (s, el) => Array.from((el || document).querySelectorAll(s));
  const en = (root.lang || 'zh').indexOf('en') === 0;
  const say = (zh, e) => (en ? e : zh);
  const store = {
    get(k) { try { return localStorage.getItem(k); } catch (e) { return null; } },
    set(k, v) { try { localStorage.setItem(k, v); } catch (e) { /* full or off */ } },
    del(k) { try { localStorage.removeItem(k); } catch (e) { /* off */ } },
    keys() { try { return Object.keys(localStorage); } catch (e) { return []; } }
  };
  const on = (type, sel, fn, opt) => document.addEventListener(type, (ev) => {
    const el = ev.target && ev.target.closest ? ev.target.closest(sel) : null;
    if (el) { fn(ev, el); }
  }, opt);

  /* ---- htmx settings (also given in <meta name="htmx-config">) ---- */
  if (window.htmx) {
    window.htmx.config.allowEval = false;
    window.htmx.config.includeIndicatorStyles = false;
    window.htmx.config.responseHandling = [
      { code: '204', swap: false }, { code: '[23]..', swap: true },
      { code: '409|422', swap: true, error: false }, { code: '[45]..', swap: false, error: true }
    ];
  }

  /* ---- theme and type size ---- */
  function syncToggles() {
    const dark = root.getAttribute('data-bs-theme') === 'dark';
    const large = root.getAttribute('data-type') === 'large';
    $$('[data-toggle-theme]').forEach((b) => b.setAttribute('aria-pressed', String(dark)));
    $$('[data-toggle-type]').forEach((b) => b.setAttribute('aria-pressed', String(large)));
  }
  on('click', '[data-toggle-theme]', () => {
    const next = root.getAttribute('data-bs-theme') === 'dark' ? 'light' : 'dark';
    root.setAttribute('data-bs-theme', next); store.set('qd.theme', next); syncToggles();
    document.dispatchEvent(new CustomEvent('qd:theme'));
  });
  on('click', '[data-toggle-type]', () => {
    const large = root.getAttribute('data-type') !== 'large';
    if (large) { root.setAttribute('data-type', 'large'); } else { root.removeAttribute('data-type'); }
    store.set('qd.type', large ? 'large' : 'normal'); syncToggles();
  });

  /* ---- drafts ---- */
  const DAYS = 14;
  const who = () => root.getAttribute('data-account') || (document.body && document.body.getAttribute('data-account')) || '';
  const dkey = (k) => 'qd.draft.' + who() + '.' + k;
  const skip = (f) => !f.name || /^(password|file|hidden|submit|button|reset|image)$/.test(f.type) || f.name === 'csrf' || f.hasAttribute('data-no-draft');
  function saveDraft(form) {
    const v = {};
    Array.from(form.elements).forEach((f) => {
      if (skip(f)) { return; }
      if (f.type === 'checkbox' || f.type === 'radio') { if (f.checked) { (v[f.name] = v[f.name] || []).push(f.value); } else { v[f.name] = v[f.name] || []; } }
      else if (f.multiple && f.options) { v[f.name] = Array.from(f.selectedOptions).map((o) => o.value); }
      else { (v[f.name] = v[f.name] || []).push(f.value); }
    });
    store.set(dkey(form.dataset.draft), JSON.stringify({ at: Date.now(), v: v }));
  }
  function restoreDraft(form) {
    if (form.dataset.draftReady) { return; }
    form.dataset.draftReady = '1';
    const raw = store.get(dkey(form.dataset.draft));
    if (!raw || form.querySelector('.has-error')) { return; } // after an error the server has already given back what was typed
    let d; try { d = JSON.parse(raw); } catch (e) { return; }
    if (!d || !d.v || Date.now() - d.at > DAYS * 864e5) { store.del(dkey(form.dataset.draft)); return; }
    const seen = {}; let changed = false;
    Array.from(form.elements).forEach((f) => {
      if (skip(f) || !(f.name in d.v)) { return; }
      const list = d.v[f.name];
      if (f.type === 'checkbox' || f.type === 'radio') { const c = list.indexOf(f.value) >= 0; if (f.checked !== c) { f.checked = c; changed = true; } }
      else if (f.multiple && f.options) { Array.from(f.options).forEach((o) => { o.selected = list.indexOf(o.value) >= 0; }); }
      else { const i = seen[f.name] || 0; seen[f.name] = i + 1; if (i < list.length && f.value !== list[i]) { f.value = list[i]; changed = true; } }
    });
    if (!changed) { return; }
    const note = document.createElement('div'); note.className = 'draft-note'; note.setAttribute('role', 'status');
    const t = new Date(d.at), p = (n) => String(n).padStart(2, '0');
    const when = p(t.getMonth() + 1) + '-' + p(t.getDate()) + ' ' + p(t.getHours()) + ':' + p(t.getMinutes());
    note.append(say('已恢复本机 ' + when + ' 的草稿。', 'Draft of ' + when + ' restored.'));
    const b = document.createElement('button'); b.type = 'button'; b.textContent = say('丢弃草稿', 'Discard');
    b.addEventListener('click', () => { store.del(dkey(form.dataset.draft)); form.reset(); note.remove(); });
    note.append(b); form.prepend(note);
    form.dispatchEvent(new CustomEvent('qd:draft-restored', { bubbles: true }));
  }
  let timer = 0;
  const later = (ev, form) => { clearTimeout(timer); timer = setTimeout(() => saveDraft(form), 400); };
  on('input', 'form[data-draft]', later); on('change', 'form[data-draft]', later);
  on('submit', 'form[data-draft]', (ev, form) => saveDraft(form));
  on('click', '[data-logout]', () => store.keys().forEach((k) => { if (k.indexOf('qd.draft.') === 0) { store.del(k); } }), true);

  /* ---- one submit at a time ---- */
  function release(form) {
    delete form.dataset.busy; form.removeAttribute('aria-busy');
    $$('[data-was-label]', form).forEach((b) => { b.disabled = false; b.innerHTML = b.dataset.wasLabel; delete b.dataset.wasLabel; });
  }
  document.addEventListener('submit', (ev) => {
    const form = ev.target;
    if ((form.getAttribute('method') || 'get').toLowerCase() !== 'post' && !form.hasAttribute('hx-post') && !form.hasAttribute('hx-put')) { return; }
    if (form.hasAttribute('data-no-guard') || form.method === 'dialog') { return; }
    if (form.dataset.busy) { ev.preventDefault(); ev.stopImmediatePropagation(); return; }
    form.dataset.busy = '1'; form.setAttribute('aria-busy', 'true');
    const pressed = ev.submitter;
    setTimeout(() => {
      if (ev.defaultPrevented && !form.hasAttribute('hx-post') && !form.hasAttribute('hx-put')) { release(form); return; }
      $$('button:not([type=button]),input[type=submit]', form).forEach((b) => {
        b.dataset.wasLabel = b.innerHTML; b.disabled = true;
        if (b === pressed && b.tagName === 'BUTTON') { b.textContent = b.dataset.busyText || say('正在发送…', 'Sending…'); }
      });
    }, 0);
    setTimeout(() => release(form), 30000);
  }, true);
  window.addEventListener('pageshow', () => $$('form[data-busy]').forEach(release));

  /* ---- ask first ---- */
  function ask(text, ok, then) {
    const dlg = document.createElement('dialog');
    if (!dlg.showModal) { if (window.confirm(text)) { then(); } return; }
    dlg.className = 'dlg'; dlg.setAttribute('aria-labelledby', 'dlg-t');
    const b = document.createElement('div'); b.className = 'dlg-b'; b.id = 'dlg-t'; b.textContent = text;
    const f = document.createElement('div'); f.className = 'dlg-f';
    const mk = (cls, label, fn) => { const x = document.createElement('button'); x.type = 'button'; x.className = cls; x.textContent = label; x.addEventListener('click', fn); f.append(x); return x; };
    const no = mk('btn btn-plain', say('取消', 'Cancel'), () => dlg.close());
    mk('btn btn-primary', ok || say('确定', 'OK'), () => { dlg.close(); then(); });
    dlg.append(b, f); document.body.append(dlg);
    dlg.addEventListener('close', () => dlg.remove());
    dlg.showModal(); no.focus();
  }
  document.addEventListener('click', (ev) => {
    const el = ev.target.closest ? ev.target.closest('[data-confirm]') : null;
    if (!el || el.tagName === 'FORM' || el.dataset.confirmed) { if (el) { delete el.dataset.confirmed; } return; }
    ev.preventDefault(); ev.stopImmediatePropagation();
    ask(el.dataset.confirm, el.dataset.confirmOk, () => { el.dataset.confirmed = '1'; el.click(); });
  }, true);
  document.addEventListener('htmx:confirm', (ev) => {
    if (!ev.detail.question) { return; }
    ev.preventDefault(); ask(ev.detail.question, null, () => ev.detail.issueRequest(true));
  });

  /* ---- keyboard: queue ---- */
  const typing = (t) => t && (/^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName) && !/^(checkbox|radio|button|submit)$/.test(t.type) || t.isContentEditable);
  function current(box, row, focus) {
    typed = '';
    $$('[data-row]', box).forEach((r) => { const me = r === row; r.classList.toggle('is-current', me); r.tabIndex = me ? 0 : -1; if (me) { r.setAttribute('aria-current', 'true'); } else { r.removeAttribute('aria-current'); } });
    if (focus) { row.focus({ preventScroll: true }); row.scrollIntoView({ block: 'nearest' }); }
    row.dispatchEvent(new CustomEvent('qd:current', { bubbles: true }));
  }
  on('click', '[data-keys=queue] [data-row]', (ev, row) => { if (!ev.target.closest('a,button,input,label') || ev.target.closest('a') === row) { current(row.closest('[data-keys=queue]'), row, false); } });
  document.addEventListener('keydown', (ev) => {
    if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.isComposing || typing(ev.target) || $('dialog[open]')) { return; }
    const box = (ev.target.closest && ev.target.closest('[data-keys=queue]')) || $('[data-keys=queue]');
    if (ev.key === '/') { const s = $('[data-key-search]'); if (s) { ev.preventDefault(); s.focus(); } return; }
    if (!box) { return; }
    const rows = $$('[data-row]', box); if (!rows.length) { return; }
    const i = rows.findIndex((r) => r.classList.contains('is-current'));
    const inside = box.contains(ev.target);
    if (ev.key === 'j' || (inside && ev.key === 'ArrowDown')) { ev.preventDefault(); current(box, rows[Math.min(i + 1, rows.length - 1)], true); return; }
    if (ev.key === 'k' || (inside && ev.key === 'ArrowUp')) { ev.preventDefault(); current(box, rows[Math.max(i - 1, 0)], true); return; }
    if (ev.key.length > 1 && ev.key !== 'Enter') { return; }
    if (ev.key === 'Enter' && ev.target.closest('a,button,summary') && !ev.target.hasAttribute('data-row')) { return; }
    if (i < 0) { return; }
    const scope = box.dataset.keysScope ? $(box.dataset.keysScope) : null;
    if (scope && behind(scope, rows[i])) { ev.preventDefault(); typed = ev.key; return; }
    act(ev.key, box, rows[i], scope, ev);
  });
  /* A pane that another row has asked for is behind: a key would act on the wrong thing. It waits for the right one. */
  let typed = '';
  const asked = (row) => row.getAttribute('hx-get') || '';
  const behind = (scope, row) => scope.dataset.shows !== undefined && asked(row) !== '' && scope.dataset.shows !== asked(row);
  function act(key, box, row, scope, ev) {
    const sel = '[data-key="' + (window.CSS ? CSS.escape(key) : key) + '"]';
    const hit = $(sel, row) || (scope && $(sel, scope)) || $(sel, box);
    if (!hit) { return; }
    if (ev) { ev.preventDefault(); }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(hit.tagName) && hit.type !== 'checkbox') { hit.focus(); return; }
    hit.click();
    const opened = hit.tagName === 'SUMMARY' && hit.parentElement.open ? $('textarea,select,input:not([type=hidden])', hit.parentElement) : null;
    if (opened) { opened.focus(); }
  }
  document.addEventListener('htmx:afterSwap', (ev) => {
    const box = $('[data-keys=queue][data-keys-scope]'), scope = box && $(box.dataset.keysScope);
    if (!scope || ev.detail.target !== scope) { return; }
    scope.dataset.shows = ev.detail.pathInfo.requestPath;
    const row = $('.is-current', box), key = typed;
    if (row && !behind(scope, row)) { typed = ''; if (key) { act(key, box, row, scope); } }
  });

  /* ---- keyboard: board ---- */
  document.addEventListener('keydown', (ev) => {
    const d = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[ev.key];
    if (!d || !ev.target.closest || ev.ctrlKey || ev.metaKey || ev.altKey || ev.shiftKey) { return; }
    const table = ev.target.matches('.board') ? $('table[data-keys=board]', ev.target) : null, first = table && $('tbody td a', table);
    if (first) { ev.preventDefault(); first.focus(); return; }
    const cell = ev.target.closest('[data-keys=board] td, [data-keys=board] th');
    if (!cell) { return; }
    const tr = cell.parentElement, rows = $$('tr', tr.closest('table'));
    let r = rows.indexOf(tr), c = cell.cellIndex;
    for (let n = 0; n < 400; n += 1) {
      r += d[0]; c += d[1];
      if (!rows[r] || !rows[r].cells[c]) { return; }
      const to = $('a,button,[tabindex]', rows[r].cells[c]);
      if (to) { ev.preventDefault(); to.focus(); to.scrollIntoView({ block: 'nearest', inline: 'nearest' }); return; }
    }
  });

  /* ---- check all, with count ---- */
  function bulk(form) {
    const all = $$('[data-check]', form), n = all.filter((x) => x.checked).length;
    $$('[data-check-all]', form).forEach((h) => { h.checked = n > 0 && n === all.length; h.indeterminate = n > 0 && n < all.length; });
    $$('[data-count]', form).forEach((x) => { x.textContent = String(n); });
    $$('.bulkbar', form).forEach((b) => { b.hidden = n === 0; });
    all.forEach((x) => { const tr = x.closest('tr'); if (tr) { tr.setAttribute('aria-selected', String(x.checked)); } });
  }
  on('change', 'form[data-bulk]', (ev, form) => {
    if (ev.target.hasAttribute('data-check-all')) { $$('[data-check]', form).forEach((x) => { x.checked = ev.target.checked; }); }
    bulk(form);
  });

  /* ---- photos: at most 1600 px, JPEG, no metadata ---- */
  function shrink(file, max) {
    return new Promise((res) => {
      const url = URL.createObjectURL(file), img = new Image();
      img.onload = () => {
        const k = Math.min(1, max / Math.max(img.naturalWidth, img.naturalHeight));
        const c = document.createElement('canvas'); c.width = Math.round(img.naturalWidth * k); c.height = Math.round(img.naturalHeight * k);
        c.getContext('2d').drawImage(img, 0, 0, c.width, c.height); URL.revokeObjectURL(url);
        c.toBlob((b) => res(b ? new File([b], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }) : file), 'image/jpeg', 0.82);
      };
      img.onerror = () => { URL.revokeObjectURL(url); res(file); };
      img.src = url;
    });
  }
  on('change', 'input[type=file][data-shrink]', (ev, input) => {
    const files = Array.from(input.files || []); if (!files.length) { return; }
    const out = input.closest('.upload') && $('[data-shrink-note]', input.closest('.upload'));
    const wait = input.form && $$('button:not([type=button])', input.form).filter((b) => !b.disabled);
    if (wait) { wait.forEach((b) => { b.disabled = true; }); }
    const kb = (l) => Math.round(l.reduce((a, f) => a + f.size, 0) / 1024).toLocaleString();
    Promise.all(files.map((f) => (/^image\//.test(f.type) ? shrink(f, Number(input.dataset.shrink) || 1600) : f))).then((small) => {
      try { const dt = new DataTransfer(); small.forEach((f) => dt.items.add(f)); input.files = dt.files; } catch (e) { /* keep the originals */ }
      if (out) { out.textContent = say(files.length + ' 张照片，' + kb(files) + ' KB → ' + kb(small) + ' KB', files.length + ' photo(s), ' + kb(files) + ' KB → ' + kb(small) + ' KB'); }
    }).then(() => { if (wait) { wait.forEach((b) => { b.disabled = false; }); } });
  });

  /* ---- charts ---- */
  let lib = null; const drawn = new Map();
  const load = (src) => { lib = lib || new Promise((ok, no) => { const s = document.createElement('script'); s.src = src; s.onload = ok; s.onerror = no; document.head.append(s); }); return lib; };
  const v = (n) => getComputedStyle(root).getPropertyValue(n).trim();
  // In the JSON option a colour may be written as "var(--closed-so)"; it follows the mode.
  const colours = (o) => { if (typeof o === 'string') { const m = /^var\((--[\w-]+)\)$/.exec(o); return m ? v(m[1]) : o; } if (Array.isArray(o)) { return o.map(colours); } if (o && typeof o === 'object') { const r = {}; Object.keys(o).forEach((k) => { r[k] = colours(o[k]); }); return r; } return o; };
  function draw(el) {
    const data = $('script[type="application/json"]', el); if (!data || !window.echarts) { return; }
    const opt = colours(JSON.parse(data.textContent)), text = v('--q-mute'), line = v('--q-line');
    const axis = (a) => [].concat(a || []).map((x) => Object.assign({ axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, splitLine: { lineStyle: { color: line } } }, x, { axisLabel: Object.assign({ color: text }, x.axisLabel) }));
    if (opt.xAxis) { opt.xAxis = axis(opt.xAxis); } if (opt.yAxis) { opt.yAxis = axis(opt.yAxis); }
    if (opt.legend) { opt.legend = Object.assign({}, opt.legend, { textStyle: Object.assign({ color: v('--q-text') }, opt.legend.textStyle) }); }
    opt.textStyle = Object.assign({ fontFamily: getComputedStyle(document.body).fontFamily }, opt.textStyle);
    opt.aria = { enabled: true }; opt.backgroundColor = 'transparent';
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) { opt.animation = false; }
    const old = drawn.get(el); if (old) { old.dispose(); }
    let box = $('.chart-box', el); if (!box) { box = document.createElement('div'); box.className = 'chart-box'; box.style.height = '100%'; el.append(box); }
    const c = window.echarts.init(box, null, { renderer: 'svg' }); c.setOption(opt); drawn.set(el, c);
    if (!old && window.ResizeObserver) { new ResizeObserver(() => { const x = drawn.get(el); if (x) { x.resize(); } }).observe(el); }
  }
  function charts(scope) {
    $$('[data-chart]', scope).forEach((el) => {
      if (el.dataset.chartReady) { return; } el.dataset.chartReady = '1';
      const go = () => load(el.dataset.chartSrc).then(() => draw(el), () => { el.textContent = say('图未能加载，数字见下表。', 'The chart did not load; see the table.'); });
      if (!window.IntersectionObserver) { go(); return; }
      const io = new IntersectionObserver((es) => { if (es.some((e) => e.isIntersecting)) { io.disconnect(); go(); } }, { rootMargin: '150px' }); io.observe(el);
    });
  }
  document.addEventListener('qd:theme', () => drawn.forEach((c, el) => draw(el)));

  /* ---- small helpers ---- */
  /* an address of this program, completed to one that other programs can use */
  $$('[data-origin]').forEach((f) => { if (f.value.charAt(0) === '/') { f.value = window.location.origin + f.value; } });
  on('click', '[data-origin]', (ev, f) => f.select());
  on('click', '[data-print]', () => window.print());
  on('click', '[data-back]', (ev) => { if (history.length > 1) { ev.preventDefault(); history.back(); } });
  on('click', '[data-dismiss]', (ev, b) => { const box = b.closest('.flash,.draft-note'); if (box) { box.remove(); } });
  on('click', '[data-copy]', (ev, b) => { if (navigator.clipboard) { navigator.clipboard.writeText(b.dataset.copy).then(() => { const o = b.innerHTML; b.textContent = say('已复制', 'Copied'); setTimeout(() => { b.innerHTML = o; }, 1500); }); } });
  on('change', '[data-auto-submit]', (ev, el) => { const f = el.form || el; if (f.requestSubmit) { f.requestSubmit(); } else { f.submit(); } });
  const left = (el) => { const o = document.getElementById(el.dataset.maxlen); if (o) { o.textContent = el.value.length + ' / ' + (el.maxLength > 0 ? el.maxLength : ''); } };
  function total(form) {
    const out = $('[data-sum-out]', form); if (!out) { return; }
    let sum = 0;
    $$('[data-sum-in]', form).forEach((f) => {
      const row = f.closest('tr'), box = row && $('input[type=checkbox]', row);
      const m = /^\s*(\d{1,4})(?:\.(\d))?\s*$/.exec(f.value);
      if (m && !(box && box.checked)) { sum += Number(m[1]) * 10 + Number(m[2] || 0); }
    });
    out.textContent = sum % 10 ? Math.floor(sum / 10) + '.' + sum % 10 : String(sum / 10);
    const chip = out.closest('.chip');
    if (chip) { chip.classList.toggle('st-closed', sum === 1000); chip.classList.toggle('st-returned', sum !== 1000); }
  }
  on('input', 'form[data-sum]', (ev, form) => total(form)); on('change', 'form[data-sum]', (ev, form) => total(form));
  on('input', '[data-maxlen]', (ev, el) => left(el));
  document.addEventListener('click', (ev) => { $$('details.pop[open]').forEach((d) => { if (!d.contains(ev.target)) { d.open = false; } }); });
  document.addEventListener('keydown', (ev) => {
    if (ev.key !== 'Escape') { return; }
    $$('details.pop[open]').forEach((d) => { d.open = false; $('summary', d).focus(); });
    if (location.hash === '#app-nav') { location.hash = '#main'; }
  });
  on('click', '.app-nav a', () => { if (location.hash === '#app-nav') { history.replaceState(null, '', '#main'); } });
  const net = () => root.classList.toggle('is-offline', navigator.onLine === false);
  window.addEventListener('online', net); window.addEventListener('offline', net);

  /* ---- htmx: progress bar, errors as toast, drafts, new content ---- */
  let busy = 0; const bar = document.createElement('div'); bar.className = 'busybar'; bar.setAttribute('aria-hidden', 'true');
  const spin = (n) => { busy = Math.max(0, busy + n); bar.classList.toggle('on', busy > 0); };
  function toast(kind, text) {
    let box = $('.toasts'); if (!box) { box = document.createElement('div'); box.className = 'toasts'; box.setAttribute('aria-live', 'polite'); document.body.append(box); }
    const t = document.createElement('div'); t.className = 'flash is-' + kind; const d = document.createElement('div'); d.textContent = text;
    const x = document.createElement('button'); x.type = 'button'; x.className = 'x'; x.dataset.dismiss = ''; x.setAttribute('aria-label', say('关闭', 'Close')); x.textContent = '×';
    t.append(d, x); box.append(t); if (kind === 'good' || kind === 'note') { setTimeout(() => t.remove(), 6000); }
  }
  document.addEventListener('htmx:beforeRequest', () => spin(1));
  document.addEventListener('htmx:afterRequest', (ev) => {
    spin(-1);
    const form = ev.target.closest && ev.target.closest('form'); if (!form) { return; }
    release(form);
    const s = ev.detail.xhr ? ev.detail.xhr.status : 0;
    if (form.dataset.draft && s >= 200 && s < 300 && ev.detail.requestConfig && ev.detail.requestConfig.verb !== 'get') { clearTimeout(timer); store.del(dkey(form.dataset.draft)); }
  });
  document.addEventListener('htmx:sendError', () => toast('bad', say('没有连上服务器。填写的内容已保存在本机，稍后再试。', 'No connection. What you typed is kept on this device.')));
  document.addEventListener('htmx:responseError', (ev) => toast('bad', say('服务器没有办成这件事（' + ev.detail.xhr.status + '）。填写的内容已保存在本机。', 'The server could not do this (' + ev.detail.xhr.status + '). What you typed is kept on this device.')));
  document.addEventListener('qd:toast', (ev) => toast(ev.detail.kind || 'note', ev.detail.text || ev.detail.value || ''));

  function ready(scope) {
    $$('[data-draft-clear]', scope).forEach((el) => store.del(dkey(el.dataset.draftClear)));
    $$('form[data-draft]', scope).forEach(restoreDraft);
    if (scope.matches && scope.matches('form[data-draft]')) { restoreDraft(scope); }
    $$('form[data-bulk]', scope).forEach(bulk);
    $$('[data-maxlen]', scope).forEach(left);
    $$('[data-auto]', scope).forEach((t) => setTimeout(() => t.remove(), 6000));
    $$('[data-keys=queue]', scope).forEach((box) => { const r = $$('[data-row]', box); if (r.length && !$('.is-current', box)) { r[0].classList.add('is-current'); r[0].tabIndex = 0; }
      const on = $('.is-current', box), pane = on && box.dataset.keysScope && $(box.dataset.keysScope); if (pane) { pane.dataset.shows = asked(on); } });
    charts(scope); syncToggles();
    const bad = $('.err-sum', scope); if (bad) { bad.tabIndex = -1; bad.focus({ preventScroll: false }); }
  }
  document.addEventListener('htmx:load', (ev) => { if (ev.target !== document.body) { ready(ev.target); } });
  document.body.append(bar); net(); ready(document);
})();
