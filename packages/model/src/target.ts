/**
 * What a scan looks at.
 *
 * - `path`: absolute path of the directory or file.
 * - `root`: absolute path that findings' paths are relative to: the enclosing git repository, else the directory itself
 *   (for a file, its directory).
 * - `display`: what the user typed, for messages and reports; never an input to identity.
 */
export type Target =
  | { readonly kind: 'directory'; readonly path: string; readonly root: string; readonly display: string }
  | { readonly kind: 'file'; readonly path: string; readonly root: string; readonly display: string }
  | { readonly kind: 'url'; readonly url: string; readonly display: string }
  | { readonly kind: 'host'; readonly host: string; readonly display: string };

export type TargetKind = Target['kind'];
