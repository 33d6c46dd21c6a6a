import { exec } from 'node:child_process';

export function list(name: string): void {
  // ruleid: javascript-shell-command
  exec(`ls ${name}`);
}

export function Comment({ html }: { html: string }) {
  // ruleid: react-dangerous-html
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}
