/** Suggestions below a search field: an editable combobox with a list (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). */

interface Suggestion {
  /** Made by the site, which has escaped it. */
  html: string;
  path: string;
  note: string;
}

const PAUSE_MS = 150;

class SearchSuggestions extends HTMLElement {
  #input = this.querySelector('input') as HTMLInputElement;
  #list = document.createElement('ul');
  #chosen = -1;
  #pause = 0;
  #request = new AbortController();

  connectedCallback(): void {
    this.#list.id = 'suggestions';
    this.#list.hidden = true;
    this.#list.setAttribute('role', 'listbox');
    this.#list.setAttribute('aria-label', this.dataset['label'] ?? '');
    this.append(this.#list);
    const attributes = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': 'suggestions' };
    for (const [name, value] of Object.entries(attributes)) this.#input.setAttribute(name, value);
    this.#show([]);
    this.#input.addEventListener('input', () => {
      clearTimeout(this.#pause);
      this.#pause = window.setTimeout(() => void this.#ask(), PAUSE_MS);
    });
    this.#input.addEventListener('keydown', (event) => {
      this.#press(event);
    });
    this.addEventListener('focusout', () => {
      this.#show([]);
    });
    // The field keeps the focus while an option is clicked.
    this.#list.addEventListener('pointerdown', (event) => {
      event.preventDefault();
    });
    this.#list.addEventListener('click', (event) => {
      const option = (event.target as Element).closest<HTMLElement>('[role=option]');
      if (option) this.#open(option);
    });
  }

  async #ask(): Promise<void> {
    this.#request.abort();
    this.#request = new AbortController();
    const query = new URLSearchParams({ q: this.#input.value.trim() });
    try {
      const answer = await fetch(`${this.dataset['source'] ?? ''}?${query.toString()}`, {
        signal: this.#request.signal,
      });
      this.#show(answer.ok ? ((await answer.json()) as Suggestion[]) : []);
    } catch {
      // Superseded by the next letter, or no network: the form works without suggestions.
    }
  }

  #show(suggestions: Suggestion[]): void {
    this.#list.replaceChildren(...suggestions.map(makeOption));
    this.#list.hidden = !suggestions.length;
    this.#input.setAttribute('aria-expanded', String(suggestions.length > 0));
    this.#choose(-1);
  }

  #press(event: KeyboardEvent): void {
    const count = this.#list.children.length;
    if (!count || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      // One place more than there are options: the field itself.
      this.#choose(((this.#chosen + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.#show([]);
    } else if (event.key === 'Enter' && this.#chosen >= 0) {
      event.preventDefault();
      this.#open(this.#list.children[this.#chosen] as HTMLElement);
    }
  }

  #choose(index: number): void {
    this.#chosen = index;
    [...this.#list.children].forEach((option, place) => {
      option.setAttribute('aria-selected', String(place === index));
    });
    const id = this.#list.children[index]?.id;
    if (id) this.#input.setAttribute('aria-activedescendant', id);
    else this.#input.removeAttribute('aria-activedescendant');
  }

  #open(option: HTMLElement): void {
    location.href = option.dataset['path'] ?? '';
  }
}

function makeOption({ html, path, note }: Suggestion, index: number): HTMLElement {
  const option = document.createElement('li');
  option.id = `suggestion-${String(index)}`;
  option.role = 'option';
  option.dataset['path'] = path;
  const kind = document.createElement('span');
  kind.textContent = note;
  option.innerHTML = html;
  option.append(' ', kind);
  return option;
}

customElements.define('search-suggestions', SearchSuggestions);
