/** What a terminal shows after it was sent a text, for the controls that the command uses: colours are left out. */
export function showOnTerminal(text: string): { readonly lines: readonly string[]; readonly cursorShown: boolean } {
  const lines = [''];
  let row = 0;
  let cursorShown = true;
  for (const match of text.replaceAll('\r\n', '\n').matchAll(/\u001B\[([\d;?]*[A-Za-z])|\r|\n|[^\u001B\r\n]+/g)) {
    const [token, control] = match;
    if (control === '?25l' || control === '?25h') cursorShown = control === '?25h';
    else if (control === 'J') lines.splice(row, lines.length, '');
    else if (control?.endsWith('A') === true) row -= Number(control.slice(0, -1));
    else if (token === '\n') {
      row += 1;
      lines[row] ??= '';
    } else if (control === undefined && token !== '\r') lines[row] += token;
  }
  return { lines, cursorShown };
}
