/* Finds people for pages.widgets.PeopleInput. The search field is no part of the form's data. */
(() => {
  if (window.peopleInput) return;
  window.peopleInput = true;

  const parts = (element) => {
    const root = element.closest('[data-people-input]');
    const [chosen, found, field] = ['chosen', 'found', 'search'].map((part) => root.querySelector(`[data-people-${part}]`));
    return { root, chosen, found, field };
  };

  const choose = (button) => {
    const { root, chosen, found, field } = parts(button);
    const box = Object.assign(document.createElement('input'), {
      type: 'checkbox',
      name: root.dataset.name,
      value: button.value,
      checked: true,
    });
    const label = document.createElement('label');
    label.append(box, ` ${button.textContent}`);
    const row = document.createElement('div');
    row.append(label);
    chosen.append(row);
    found.replaceChildren();
    field.value = '';
    field.focus();
    box.dispatchEvent(new Event('change', { bubbles: true }));
  };

  const propose = (person) => {
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', value: person.value, className: 'button button-small button-secondary' });
    button.textContent = person.label;
    button.dataset.peopleChoose = '';
    const item = document.createElement('li');
    item.append(button);
    return item;
  };

  const find = async (field) => {
    const { root, chosen, found } = parts(field);
    const words = field.value.trim();
    const answer = words && (await fetch(`${root.dataset.people}?${new URLSearchParams({ q: words })}`));
    const people = answer ? (await answer.json()).people : [];
    if (field.value.trim() !== words) return;
    const taken = new Set([...chosen.querySelectorAll('input')].map((box) => box.value));
    found.replaceChildren(...people.filter(({ value }) => !taken.has(String(value))).map(propose));
  };

  document.addEventListener('input', ({ target }) => {
    if (target.matches?.('[data-people-search]')) find(target);
  });
  document.addEventListener('click', ({ target }) => {
    if (target.matches?.('[data-people-choose]')) choose(target);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.matches?.('[data-people-search]')) event.preventDefault();
  });
})();
