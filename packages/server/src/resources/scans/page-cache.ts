/** Pages that are kept; dashboards ask for a handful over and over. */
const MAX_PAGES = 50;

export interface Page {
  /** Null: too long to be built whole. */
  readonly jsonText: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Pages as they were when the database had a certain change token; all are dropped when it has another. */
export class PageCache {
  #token: string | null = null;
  readonly #pages = new Map<string, Page>();

  find(token: string | null, name: string): Page | undefined {
    return token !== null && token === this.#token ? this.#pages.get(name) : undefined;
  }

  /** @param token - read before the page was */
  keep(token: string | null, name: string, page: Page): void {
    if (token === null) return;
    if (token !== this.#token || this.#pages.size >= MAX_PAGES) this.#pages.clear();
    this.#token = token;
    this.#pages.set(name, page);
  }
}
