declare namespace App {
  interface Locals {
    language: import('./paths').Language;
    words: import('./i18n/words').Words;
    cms: import('./cms/request').Reading;
    /** Whether the page is shown inside the editor. */
    isPreview: boolean;
  }
}
