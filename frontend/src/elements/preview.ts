/** Parts of a preview open their fields in the editor, which is around it or has opened it. */

const OWN_MEANING = 'a, button, summary, input, select, video, iframe';

class EditorLink extends HTMLElement {
  connectedCallback(): void {
    // Scripts of modules run when the document is complete.
    for (const part of document.querySelectorAll<HTMLElement>('[data-field]')) {
      part.tabIndex = 0;
      part.title = `${this.dataset['label'] ?? ''}${(part.dataset['field'] ?? '').replaceAll('_', ' ')}`;
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')) link.target = '_self';
    document.addEventListener('click', (event) => {
      const target = event.target as Element;
      const isText = getSelection()?.isCollapsed === false;
      if (!isText && !target.closest(OWN_MEANING)) this.#edit(target.closest<HTMLElement>('[data-field]'));
    });
    document.addEventListener('keydown', (event) => {
      const target = event.target as HTMLElement;
      if (event.key === 'Enter' && target.dataset['field']) this.#edit(target);
    });
  }

  #edit(part: HTMLElement | null): void {
    const editor = window.parent === window ? (window.opener as Window | null) : window.parent;
    const field = part?.dataset['field'];
    if (field)
      editor?.postMessage({ colloquium: { type: 'open-field', field } }, this.dataset['editor'] ?? '');
  }
}

customElements.define('editor-link', EditorLink);
