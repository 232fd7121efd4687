/** A button that copies the text in `data-text`, and says in its status whether it has. */

const SHOWN_MS = 4_000;

class CopyButton extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('button')?.addEventListener('click', () => void this.#copy());
  }

  async #copy(): Promise<void> {
    const { text = '', copied = '', failed = '' } = this.dataset;
    try {
      await navigator.clipboard.writeText(text);
      this.#say(copied);
    } catch {
      // Without permission, or on an address that is not secure.
      this.#say(failed);
    }
  }

  #say(message: string): void {
    const status = this.querySelector('[role=status]');
    if (!status) return;
    status.textContent = message;
    window.setTimeout(() => {
      status.textContent = '';
    }, SHOWN_MS);
  }
}

customElements.define('copy-button', CopyButton);
