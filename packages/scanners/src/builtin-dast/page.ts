import type { HttpResponse } from '@securescan/core';

/** A response with where it was asked for, as the checks see it. */
export interface Page {
  /** The target as the user gave it. */
  readonly targetUrl: string;
  /** Where the response came from, after redirects. */
  readonly url: URL;
  readonly response: HttpResponse;
}

export function toPage(targetUrl: string, response: HttpResponse): Page {
  return { targetUrl, url: new URL(response.url), response };
}

/** The origin and path, without the query: where a finding of a page is, whatever was asked for. */
export function placeOf({ url }: Page): string {
  return `${url.origin}${url.pathname}`;
}
