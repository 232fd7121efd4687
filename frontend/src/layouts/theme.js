try {
  const theme = localStorage.getItem('theme');
  const root = document.documentElement;
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  if (localStorage.getItem('fonts')) root.dataset.fonts = '';
} catch {
  // Browsers may refuse storage to pages in frames of other sites.
}
