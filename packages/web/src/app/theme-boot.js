// Runs before the first paint: chooses the theme that was kept, else the one of the system.
(() => {
  let kept = 'system';
  try {
    kept = localStorage.getItem('securescan.theme') ?? 'system';
  } catch {
    // Storage is switched off; the system decides.
  }
  const isLight = kept === 'light' || (kept !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = isLight ? 'light' : 'dark';
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', isLight ? '#fafbfa' : '#0f1311');
})();
