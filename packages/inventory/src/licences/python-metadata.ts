/**
 * The licence in the core metadata of a Python package: `License-Expression`, else the trove classifiers, else `License`.
 * Several classifiers all apply, unless the package calls itself dual-licensed.
 * @see https://packaging.python.org/en/latest/specifications/core-metadata/
 */
export function findPythonLicence(metadata: string): string | null {
  const [head = ''] = metadata.replaceAll('\r\n', '\n').split('\n\n');
  const fields = new Map<string, string[]>();
  for (const [, key = '', value = ''] of head.matchAll(/^([A-Za-z-]+):[ \t]*(.*(?:\n[ \t]+.*)*)/gm)) {
    const list = fields.get(key.toLowerCase());
    if (list) list.push(value);
    else fields.set(key.toLowerCase(), [value]);
  }
  const first = (key: string) => fields.get(key)?.[0]?.trim() || null;
  const expression = first('license-expression');
  if (expression !== null) return expression;
  const declared = first('license');
  const classifiers = (fields.get('classifier') ?? [])
    .filter((classifier) => classifier.startsWith('License ::'))
    .map((classifier) => classifier.slice(classifier.lastIndexOf('::') + 2).trim())
    .filter((name) => name !== 'OSI Approved');
  if (classifiers.length === 0) return declared;
  const isDual = /\bdual\b|\bor\b/i.test(declared ?? '');
  return classifiers.length === 1 ? (classifiers[0] ?? null) : classifiers.join(isDual ? ' OR ' : ' AND ');
}
