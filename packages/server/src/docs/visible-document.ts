import { buildOpenApi } from '@securescan/contract';
import type { Principal } from '../auth/principal.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-scopes'?: readonly string[] }>>>>;
}

/** The OpenAPI document as text, with all routes and without those that only admin keys may call. */
export interface DocumentTexts {
  readonly full: string;
  readonly withoutAdmin: string;
}

export function makeDocumentTexts(version: string, rootPaths: boolean): DocumentTexts {
  const full = buildOpenApi(version, rootPaths);
  return { full: JSON.stringify(full), withoutAdmin: JSON.stringify(withoutAdmin(full as unknown as Document)) };
}

/** The document that a caller may see; null stands for the caller of public documentation. */
export function chooseDocument(texts: DocumentTexts, principal: Principal | null): string {
  const seesAll = principal === null || principal.kind === 'open' || principal.scopes.includes('admin');
  return seesAll ? texts.full : texts.withoutAdmin;
}

function withoutAdmin(document: Document): Document {
  const paths = Object.entries(document.paths).map(([path, operations]) => [
    path,
    Object.fromEntries(Object.entries(operations).filter(([, operation]) => !isAdminOnly(operation))),
  ]);
  return {
    ...document,
    paths: Object.fromEntries(paths.filter(([, operations]) => Object.keys(operations ?? {}).length > 0)),
  };
}

function isAdminOnly(operation: { readonly 'x-scopes'?: readonly string[] }): boolean {
  return operation['x-scopes']?.every((scope) => scope === 'admin') ?? false;
}
