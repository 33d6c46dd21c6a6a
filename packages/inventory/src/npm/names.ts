/** Splits `@scope/name` as a package URL does. */
export function splitNpmName(fullName: string): { readonly group: string | null; readonly name: string } {
  const slash = fullName.startsWith('@') ? fullName.indexOf('/') : -1;
  return slash === -1
    ? { group: null, name: fullName }
    : { group: fullName.slice(0, slash), name: fullName.slice(slash + 1) };
}

/** Splits `name@rest` at the first `@` that does not open a scope; the rest is null when there is none. */
export function splitAtSign(text: string): readonly [name: string, rest: string | null] {
  const at = text.indexOf('@', 1);
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}
