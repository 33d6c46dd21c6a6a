const CWE = /^\s*CWE-(\d{1,6})\s*$/i;

/** Number of a weakness written exactly as `CWE-<n>` (any case, outer blanks allowed); null for anything else. */
export function cweNumber(cwe: string | null): string | null {
  return cwe === null ? null : (CWE.exec(cwe)?.[1] ?? null);
}

/** MITRE's page about a weakness; null when the text is not exactly a CWE id. */
export function cweUrl(cwe: string | null): string | null {
  const number = cweNumber(cwe);
  return number === null ? null : `https://cwe.mitre.org/data/definitions/${number}.html`;
}
