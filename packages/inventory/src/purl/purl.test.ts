import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePurl } from './parse-purl.ts';
import { toPurl } from './to-purl.ts';

describe('package URLs', () => {
  // Examples of the purl specification and of its type definitions, with the canonical form they name.
  it.each([
    ['pkg:bitbucket/birkenfeld/pygments-main@244fd47e07d1014f0aed9c', null],
    ['pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie', null],
    ['pkg:docker/cassandra@sha256:244fd47e07d1004f0aed9c', null],
    ['pkg:gem/jruby-launcher@1.1.2?platform=java', null],
    ['pkg:gem/ruby-advisory-db-check@0.12.4', null],
    ['pkg:github/package-url/purl-spec@244fd47e07d1004f0aed9c', null],
    ['pkg:golang/google.golang.org/genproto#googleapis/api/annotations', null],
    [
      'pkg:GOLANG/google.golang.org/genproto#/googleapis/api/annotations/',
      'pkg:golang/google.golang.org/genproto#googleapis/api/annotations',
    ],
    ['pkg:golang/GitHub.com/BurntSushi/Toml@v1.3.2', 'pkg:golang/github.com/burntsushi/toml@v1.3.2'],
    ['pkg:golang/ex.test/three@v2.0.0+incompatible', 'pkg:golang/ex.test/three@v2.0.0%2Bincompatible'],
    ['pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?packaging=sources', null],
    [
      'pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?type=pom&repositorY_url=repo.spring.io',
      'pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?repository_url=repo.spring.io&type=pom',
    ],
    ['pkg:npm/%40angular/animation@12.3.1', null],
    ['pkg:npm/@angular/animation@12.3.1', 'pkg:npm/%40angular/animation@12.3.1'],
    ['pkg:npm/@angular/animation', 'pkg:npm/%40angular/animation'],
    ['pkg:npm/foobar@12.3.1', null],
    ['pkg:nuget/EnterpriseLibrary.Common@6.0.1304', null],
    ['pkg:pypi/Django_package@1.11.1.dev1', 'pkg:pypi/django-package@1.11.1.dev1'],
    ['pkg:pypi/Trailing.Dots__x@1', 'pkg:pypi/trailing-dots-x@1'],
    ['pkg:composer/Guzzlehttp/Promises@2.0.2', 'pkg:composer/guzzlehttp/promises@2.0.2'],
    ['pkg:cargo/structopt@0.3.11', null],
    ['pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25', null],
    ['pkg:///npm/foobar@1', 'pkg:npm/foobar@1'],
    ['pkg:npm/a@1?empty=&x=y%20z', 'pkg:npm/a@1?x=y%20z'],
    ['pkg:generic/a@1#./b/../c', 'pkg:generic/a@1#b/c'],
    // A dot is a namespace like any other; only subpaths lose it.
    ['pkg:generic/./a@1', null],
  ])('%s', (text, canonical) => {
    expect(toPurl(parsePurl(text))).toBe(canonical ?? text);
  });

  it.each([
    '',
    'npm/foo',
    'pkg:',
    'pkg:npm',
    'pkg:npm/',
    'pkg:/foo',
    'pkg:n&g/foo',
    'pkg:npm/%ZZ',
    'pkg:npm/a?1=x%ZZ',
    'pkg:npm/a?1x=y',
  ])('%j is refused with a sentence', (text) => {
    expect(() => parsePurl(text)).toThrow(/is not a package URL: .+ It has the form/);
  });

  it('parts survive writing and reading', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) => text.toWellFormed().trim());
    const segment = part.filter((text) => text !== '' && !text.includes('/'));
    fc.assert(
      fc.property(
        segment,
        fc.option(segment),
        fc.option(segment),
        fc.dictionary(
          fc.stringMatching(/^[a-z_]{1,6}$/),
          part.filter((t) => t !== ''),
        ),
        (name, namespace, version, qualifiers) => {
          const purl = toPurl({ type: 'generic', name, namespace, version, qualifiers });
          expect(purl).toMatch(/^pkg:generic\/[\w.~%:\-/@?&=]+$/);
          expect(parsePurl(purl)).toEqual({
            type: 'generic',
            name,
            namespace,
            version,
            qualifiers: { ...qualifiers },
            subpath: null,
          });
        },
      ),
    );
  });
});
