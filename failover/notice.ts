/** A line at the bottom of any page, until it is closed. Text only, and no style sheet: a strict page lets it pass. */
export function showNotice(text: string): void {
  const bar = document.createElement('div');
  bar.setAttribute('role', 'status');
  Object.assign(bar.style, {
    position: 'fixed',
    insetInline: '0',
    bottom: '0',
    zIndex: '2147483647',
    padding: '12px 16px',
    background: '#1b1b1f',
    color: '#ffffff',
    font: '16px/1.4 system-ui, sans-serif',
  });
  const close = document.createElement('button');
  close.textContent = 'Close';
  Object.assign(close.style, { marginInlineStart: '16px', font: 'inherit' });
  close.addEventListener('click', () => bar.remove());
  bar.append(text, close);
  document.body.append(bar);
}
