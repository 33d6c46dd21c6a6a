/** Members of every event, sorted, as the reference of events has them in tables below headings. */
export function readEventMembers(page: string): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, readonly string[]>();
  for (const [, event = '', section = ''] of page.matchAll(/^## (\S+\.\S+)\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm)) {
    const cells = [...section.matchAll(/^\| (.*?) \|/gm)].map(([, cell = '']) => cell);
    const found = cells.flatMap((cell) => {
      const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      return cell.startsWith('the members of') ? names.flatMap((name) => members.get(name) ?? []) : names;
    });
    members.set(event, [...new Set(found)].toSorted());
  }
  return members;
}
