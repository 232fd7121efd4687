/** What every page can do besides being read: times in the visitor's zone, light or dark. */

import './fonts';

import { recall, remember } from './storage';

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', () => {
      const root = document.documentElement;
      const isDark = root.dataset['theme']
        ? root.dataset['theme'] === 'dark'
        : matchMedia('(prefers-color-scheme: dark)').matches;
      const theme = isDark ? 'light' : 'dark';
      root.dataset['theme'] = theme;
      remember('theme', theme);
      announce(this, this.dataset[theme]);
    });
  }
}

class ZoneSwitch extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button');
    button?.addEventListener('click', () => {
      const isOwn = button.getAttribute('aria-pressed') !== 'true';
      remember('zone', isOwn ? 'own' : 'announced');
      this.show(isOwn);
    });
    if (recall('zone') === 'own') this.show(true);
  }

  /** The switches of a page go together; the one that was used says what it did. */
  private show(isOwn: boolean): void {
    for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-instant]')) showIn(time, isOwn);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    for (const it of document.querySelectorAll<HTMLElement>('zone-switch')) {
      it.querySelector('button')?.setAttribute('aria-pressed', String(isOwn));
      announce(it, isOwn && it === this ? it.dataset['note']?.replace('{zone}', timeZone) : '');
    }
  }
}

/** Write into the part of an element that assistive technology reads out. */
function announce(element: HTMLElement, text = ''): void {
  const status = element.querySelector('[role=status]');
  if (status) status.textContent = text;
}

const DATE = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/** Show a time in the visitor's zone, or as it was announced; `data-clock` marks those that stand below their date. */
function showIn(time: HTMLTimeElement, isOwn: boolean): void {
  const { instant = '', end } = time.dataset;
  time.dataset['announced'] ??= time.textContent;
  if (!isOwn) {
    time.textContent = time.dataset['announced'];
    return;
  }
  const { lang } = document.documentElement;
  const format = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
    weekday: 'short',
    ...('clock' in time.dataset ? {} : DATE),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const from = new Date(instant);
  time.textContent = end ? format.formatRange(from, new Date(end)) : format.format(from);
}

customElements.define('theme-switch', ThemeSwitch);
customElements.define('zone-switch', ZoneSwitch);
