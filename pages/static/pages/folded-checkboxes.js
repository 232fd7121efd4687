/* Searches the folded options of pages.widgets.FoldedCheckboxes. The search field is no part of the form's data. */
(() => {
  if (window.foldedCheckboxes) return;
  window.foldedCheckboxes = true;

  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  const search = (field) => {
    const wanted = plain(field.value.trim());
    for (const option of field.closest('details').querySelectorAll('[data-folded-option]')) {
      option.hidden = !plain(option.textContent).includes(wanted);
    }
  };

  document.addEventListener('input', ({ target }) => {
    if (target.matches?.('[data-folded-search]')) search(target);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.matches?.('[data-folded-search]')) event.preventDefault();
  });
})();
