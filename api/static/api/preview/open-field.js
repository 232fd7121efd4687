/**
 * Opens the field of the page editor that belongs to the part of the preview that was clicked.
 *
 * The preview, in its panel or in a tab of its own, sends `{colloquium: {type: "open-field", field}}`, where `field` is
 * the name of a form field or of a list of rows. Only the origin in `data-site-origin` is listened to.
 */
(() => {
  const siteOrigin = document.currentScript.dataset.siteOrigin;
  const ENTRIES = 'input:not([type=hidden]), select, textarea, [contenteditable=true]';

  /** The element of a field outside of rows, or of a list of rows; undefined for an unknown name. */
  const find = (name) => {
    const rows = document.getElementById(`id_${name}-TOTAL_FORMS`);
    if (rows) return rows.closest('[data-panel]');
    return [...document.querySelectorAll('[data-contentpath]')].find(
      (field) => field.dataset.contentpath === name && !field.closest('[data-inline-panel-child]'),
    );
  };

  /** Lets the element be seen: chooses its tab and unfolds what is folded around it. */
  const reveal = (element) => {
    const tab = element.closest('[role=tabpanel]')?.getAttribute('aria-labelledby');
    if (tab) document.getElementById(tab)?.click();
    for (let around = element; around; around = around.parentElement) {
      if (around.tagName === 'DETAILS') around.open = true;
      const toggle = around.matches('[data-panel]') && around.querySelector('[data-panel-toggle]');
      if (toggle && toggle.getAttribute('aria-expanded') === 'false') toggle.click();
    }
  };

  const isSeen = (control) => !control.disabled && control.getClientRects().length > 0;

  /** Puts the cursor where something can be entered, else on what chooses or adds something. */
  const focus = (element) => {
    const content = element.querySelector('[data-panel-content]') ?? element;
    const controls = [ENTRIES, 'button'].flatMap((kind) => [...content.querySelectorAll(kind)]);
    controls.find(isSeen)?.focus({ preventScroll: true });
  };

  window.addEventListener('message', ({ origin, data }) => {
    const message = origin === siteOrigin && data?.colloquium;
    if (!message || message.type !== 'open-field' || typeof message.field !== 'string') return;
    const element = find(message.field);
    if (!element) return;
    reveal(element);
    // Wagtail shows the chosen tab once the click is over.
    setTimeout(() => {
      element.scrollIntoView({ block: 'center' });
      focus(element);
    });
  });
})();
