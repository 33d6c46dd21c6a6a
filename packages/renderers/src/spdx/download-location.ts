/** Where a package came from when its package URL says so (`vcs_url`, `download_url`), else `NOASSERTION`. */
export function findDownloadLocation(purl: string): string {
  const query = purl.split('#')[0]?.split('?')[1] ?? '';
  for (const pair of query.split('&')) {
    const [key, value = ''] = pair.split('=');
    if (key !== 'vcs_url' && key !== 'download_url') continue;
    const location = decodeURIComponent(value);
    if (/^(?:(?:git|hg|svn|bzr)\+[a-z]+|https?):\/\/[^\s]+$/.test(location)) return location;
  }
  return 'NOASSERTION';
}
