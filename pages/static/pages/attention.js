/**
 * Keeps pages.panels.AttentionPanel up to date with the form while somebody types: sends the form's data to be checked,
 * lists what is found, and says it at the fields. Nothing is stored by that.
 */
const keepAttention = () => {
  const panel = document.querySelector('[data-attention]');
  const form = panel?.closest('form');
  if (!form) return;

  const status = panel.querySelector('[data-attention-status]');
  const list = panel.querySelector('[data-attention-list]');
  const toggle = panel.closest('[data-panel]')?.querySelector('[data-panel-toggle]');
  /** Texts with an editor of their own reach the form's data only some time after they are typed. */
  const DELAYS = [800, 3000];
  const ENTRIES = 'input:not([type=hidden]), select, textarea, [contenteditable=true], button:not([data-attention-fix])';

  /** What Wagtail changes in the form when it keeps a draft by itself. */
  const KEPT_BY_WAGTAIL = ['loaded_revision_id', 'loaded_revision_created_at', 'overwrite_revision_id'];

  let timers = [];
  let sent = null;
  let request = null;
  let wasEmpty = true;
  let asked = new URLSearchParams(location.hash.split(':w:')[1] ?? '').get('contentpath');

  const element = (name, { classes = '', text = '', ...properties } = {}) => {
    const made = Object.assign(document.createElement(name), properties);
    made.className = classes;
    made.textContent = text;
    return made;
  };

  const control = (name) => {
    const found = name && form.elements.namedItem(name);
    return found instanceof RadioNodeList ? found[0] : found || null;
  };

  /** The rows of a list that are not deleted, in the order in view. */
  const rows = (relation) => {
    const shown = [...document.querySelectorAll(`#id_${CSS.escape(relation)}-FORMS > [data-inline-panel-child]`)];
    return shown.filter((row) => control(`${row.id.replace('inline_child_', '')}-DELETE`)?.value !== '1');
  };

  /** The name of the control that a path such as "links.2.url" leads to. */
  const nameAt = (path) => {
    const [relation, number, field] = path.split('.');
    const row = field && rows(relation)[Number(number)];
    return row ? `${row.id.replace('inline_child_', '')}-${field}` : path;
  };

  /** The element around a field; null where the form has none such. */
  const place = ({ path, field }) => {
    const found = control(field || nameAt(path));
    if (found) return found.closest('[data-field]') ?? found.closest('[data-panel]') ?? found;
    const relation = path.split('.')[0];
    const named = relation && document.querySelector(`[data-contentpath="${CSS.escape(relation)}"]`);
    return named || (relation && document.getElementById(`id_${relation}-FORMS`)?.closest('[data-panel]')) || null;
  };

  /** Lets the element be seen: chooses its tab and unfolds what is folded around it. */
  const reveal = (target) => {
    const tab = target.closest('[role=tabpanel]')?.getAttribute('aria-labelledby');
    if (tab) document.getElementById(tab)?.click();
    for (let around = target; around; around = around.parentElement) {
      if (around.tagName === 'DETAILS') around.open = true;
      const folding = around.matches('[data-panel]') && around.querySelector('[data-panel-toggle]');
      if (folding && folding.getAttribute('aria-expanded') === 'false') folding.click();
    }
  };

  const go = (item) => {
    const target = place(item);
    if (!target) return;
    reveal(target);
    // Wagtail shows the chosen tab once the click is over.
    setTimeout(() => {
      target.scrollIntoView({ block: 'center' });
      const own = control(item.field || nameAt(item.path));
      const seen = [own, ...target.querySelectorAll(ENTRIES)].find(
        (it) => it && it.type !== 'hidden' && !it.disabled && it.getClientRects().length,
      );
      seen?.focus({ preventScroll: true });
    });
  };

  const enter = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    field.focus();
  };

  const fixButton = ({ field, fix, message }) => {
    const target = fix && control(field);
    if (!target || target.value !== fix.before) return [];
    const button = element('button', { type: 'button', classes: 'button button-small', text: fix.label });
    button.dataset.attentionFix = '';
    button.title = `${fix.before} → ${fix.after}`;
    button.setAttribute('aria-label', `${fix.label}: ${message}`);
    button.addEventListener('click', () => enter(target, fix.after));
    return [button];
  };

  const entry = (item) => {
    const row = element('li');
    const leads = place(item) !== null;
    const message = leads
      ? element('button', { type: 'button', classes: 'attention-go', text: item.message, title: panel.dataset.go })
      : element('span', { text: item.message });
    if (leads) message.addEventListener('click', () => go(item));
    row.append(message, ...fixButton(item), element('span', { classes: 'attention-advice', text: item.advice }));
    return row;
  };

  const described = (field, change) => {
    const ids = new Set((field.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean));
    change(ids);
    if (ids.size) field.setAttribute('aria-describedby', [...ids].join(' '));
    else field.removeAttribute('aria-describedby');
  };

  const clearNotes = () => {
    for (const note of document.querySelectorAll('.attention-note')) {
      for (const field of document.querySelectorAll(`[aria-describedby~="${note.id}"]`)) {
        described(field, (ids) => ids.delete(note.id));
      }
      note.remove();
    }
  };

  const addNote = (item, severity, number) => {
    const around = item.path && place(item);
    if (!around?.matches('[data-field]')) return;
    const note = element('p', {
      id: `attention-note-${number}`,
      classes: `attention-note attention-note--${severity}`,
      text: item.message,
    });
    around.append(note);
    const field = control(item.field);
    if (field && field.type !== 'hidden') described(field, (ids) => ids.add(note.id));
  };

  const show = ({ summary, groups }) => {
    if (status.textContent !== summary) status.textContent = summary;
    const focused = list.contains(document.activeElement);
    list.replaceChildren(
      ...groups.flatMap(({ label, items }) => {
        const entries = element('ul', { classes: 'attention-items' });
        entries.append(...items.map(entry));
        return [element('h3', { classes: 'attention-group', text: label }), entries];
      }),
    );
    if (focused) toggle?.focus();
    clearNotes();
    const found = groups.flatMap(({ severity, items }) => items.map((item) => [item, severity]));
    found.forEach(([item, severity], number) => addNote(item, severity, number));
    fold(found.length === 0);
    if (asked) go({ path: asked, field: '' });
    asked = null;
  };

  /** Unfolds the panel when there is something in it, and folds it when there is nothing: once, as editors may differ. */
  const fold = (isEmpty) => {
    const isFolded = toggle?.getAttribute('aria-expanded') === 'false';
    if (toggle && isEmpty !== wasEmpty && isFolded !== isEmpty) toggle.click();
    wasEmpty = isEmpty;
  };

  const read = () => [...new FormData(form)].filter(([, value]) => typeof value === 'string');

  /** Where the form is checked: a new page has an address of its own once it is kept. */
  const address = () => {
    const kept = /\/pages\/(\d+)\/edit\//.exec(form.getAttribute('action'));
    return kept ? panel.dataset.editedUrl.replace('/0/', `/${kept[1]}/`) : panel.dataset.url;
  };

  const check = async () => {
    const entries = read();
    const content = JSON.stringify(entries.filter(([name]) => !KEPT_BY_WAGTAIL.includes(name)));
    if (content === sent) return;
    sent = content;
    const data = new URLSearchParams(entries).toString();
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Requested-With': 'XMLHttpRequest' };
    try {
      const answer = await fetch(address(), { method: 'POST', body: data, headers, signal });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const found = await answer.json();
      if (found.is_valid) show(found);
      else status.textContent = panel.dataset.unreadable;
    } catch (error) {
      if (signal.aborted) return;
      sent = null;
      status.textContent = panel.dataset.failed;
    }
  };

  const soon = () => {
    timers.forEach(clearTimeout);
    timers = DELAYS.map((delay) => setTimeout(check, delay));
  };

  for (const kind of ['input', 'change', 'keyup', 'click', 'w-formset:added', 'w-formset:removed', 'w-formset:sorted']) {
    form.addEventListener(kind, soon);
  }
  // Editors of texts and lists of blocks are set up when the page is.
  if (document.readyState === 'complete') check();
  else window.addEventListener('load', () => setTimeout(check));
};

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', keepAttention);
else keepAttention();
