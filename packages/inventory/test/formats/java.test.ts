import { describe, expect, it } from 'vitest';
import { read } from './read.ts';

describe('Java', () => {
  it('pom.xml: properties, management, parents, scopes, profiles and ranges', () => {
    const dependency = (body: string) => `<dependency>${body}</dependency>`;
    const text = `<?xml version="1.0"?><project>
      <parent><groupId>org.p</groupId><artifactId>p</artifactId><version>9</version></parent>
      <artifactId>me</artifactId>
      <properties><v.a>1.\${minor}</v.a><minor>5</minor></properties>
      <dependencyManagement><dependencies>
        ${dependency('<groupId>g</groupId><artifactId>managed</artifactId><version>2.0</version><scope>test</scope>')}
      </dependencies></dependencyManagement>
      <dependencies>
        ${dependency('<groupId>g</groupId><artifactId>a</artifactId><version>${v.a}</version>')}
        ${dependency('<groupId>g</groupId><artifactId>managed</artifactId>')}
        ${dependency('<groupId>${project.groupId}</groupId><artifactId>sibling</artifactId><version>${project.version}</version>')}
        ${dependency('<groupId>g</groupId><artifactId>range</artifactId><version>[1,2)</version>')}
        ${dependency('<groupId>g</groupId><artifactId>hard</artifactId><version>[1.0]</version>')}
        ${dependency('<groupId>g</groupId><artifactId>open</artifactId><version>${elsewhere}</version>')}
        ${dependency('<groupId>g</groupId><artifactId>servlet</artifactId><version>4</version><scope>provided</scope><classifier>c</classifier><type>war</type>')}
      </dependencies>
      <profiles><profile><dependencies>${dependency('<groupId>g</groupId><artifactId>prof</artifactId><version>1</version><optional>true</optional>')}</dependencies></profile></profiles>
    </project>`;
    expect(read({ 'pom.xml': text }).rows).toEqual([
      'pkg:maven/g/a@1.5 required direct',
      'pkg:maven/g/hard@1.0 required direct',
      'pkg:maven/g/managed@2.0 development direct',
      'pkg:maven/g/open required direct',
      'pkg:maven/g/prof@1 optional direct',
      'pkg:maven/g/range required direct',
      'pkg:maven/g/servlet@4?classifier=c&type=war optional direct',
      'pkg:maven/org.p/sibling@9 required direct',
    ]);
  });

  it('pom.xml: parents in the tree define versions, properties and dependencies', () => {
    const parent = `<project><groupId>g</groupId><artifactId>top</artifactId><version>7</version>
      <properties><lib>2.5</lib><own>0</own></properties>
      <dependencyManagement><dependencies>
        <dependency><groupId>g</groupId><artifactId>managed</artifactId><version>\${lib}</version></dependency>
      </dependencies></dependencyManagement>
      <dependencies><dependency><groupId>g</groupId><artifactId>everywhere</artifactId><version>1</version></dependency></dependencies>
    </project>`;
    const child = (path: string) => `<project>
      <parent><groupId>g</groupId><artifactId>top</artifactId><version>7</version>${path}</parent>
      <artifactId>child</artifactId><properties><own>3</own></properties>
      <dependencies>
        <dependency><groupId>g</groupId><artifactId>managed</artifactId></dependency>
        <dependency><groupId>g</groupId><artifactId>mine</artifactId><version>\${own}</version></dependency>
      </dependencies></project>`;
    const expected = [
      'pkg:maven/g/everywhere@1 required direct',
      'pkg:maven/g/managed@2.5 required direct',
      'pkg:maven/g/mine@3 required direct',
    ];
    expect(read({ 'pom.xml': parent, 'a/pom.xml': child('') }).rows).toEqual(expected);
    expect(
      read({ 'parent/pom.xml': parent, 'a/pom.xml': child('<relativePath>../parent</relativePath>') }).rows,
    ).toEqual(expected);
    const apart = [
      'pkg:maven/g/everywhere@1 required direct',
      'pkg:maven/g/managed required direct',
      'pkg:maven/g/mine@3 required direct',
    ];
    expect(read({ 'pom.xml': parent, 'a/pom.xml': child('<relativePath/>') }).rows).toEqual(apart);
    const other = parent.replace('<artifactId>top', '<artifactId>other');
    expect(read({ 'pom.xml': other, 'a/pom.xml': child('') }).rows).toEqual(apart);
  });

  it('pom.xml: parents in a circle end', () => {
    const pom = (name: string, parent: string, path: string) =>
      `<project><parent><artifactId>${parent}</artifactId><relativePath>${path}</relativePath></parent><artifactId>${name}</artifactId>
      <dependencies><dependency><groupId>g</groupId><artifactId>x</artifactId><version>1</version></dependency></dependencies></project>`;
    const files = {
      'a/pom.xml': pom('a', 'b', '../b/pom.xml'),
      'b/pom.xml': pom('b', 'a', '../a'),
      'c/pom.xml': pom('c', 'c', 'pom.xml'),
    };
    expect(read(files).rows).toEqual(['pkg:maven/g/x@1 required direct']);
  });

  it('lockfile.json of the Maven plugin', () => {
    const artifact = (artifactId: string, more: object = {}) => ({ groupId: 'g', artifactId, version: '1', ...more });
    const dependencies = [
      artifact('a', { scope: 'compile', children: [artifact('b')] }),
      artifact('t', { scope: 'test' }),
    ];
    const { rows, edges } = read({ 'lockfile.json': JSON.stringify({ dependencies }) });
    expect(rows).toEqual([
      'pkg:maven/g/a@1 required direct',
      'pkg:maven/g/b@1 required',
      'pkg:maven/g/t@1 development direct',
    ]);
    expect(edges).toEqual(['pkg:maven/g/a@1 -> pkg:maven/g/b@1']);
  });

  it('gradle.lockfile with a version catalog', () => {
    const lock =
      '# comment\ng:a:1.1=compileClasspath,runtimeClasspath\ng:t:2.0=testCompileClasspath\nempty=annotationProcessor\n';
    const catalog = [
      '[versions]',
      'a = "1.0"',
      '[libraries]',
      'a = { module = "g:a", version.ref = "a" }',
      'new = "g:new:3.0"',
      'dynamic = "g:dyn:1.+"',
      'strict = { group = "g", name = "strict", version = { strictly = "4.0" } }',
      '[plugins]',
      'p = { id = "org.p", version = "5.0" }',
    ].join('\n');
    expect(read({ 'gradle.lockfile': lock, 'gradle/libs.versions.toml': catalog }).rows).toEqual([
      'pkg:maven/g/a@1.1 required direct',
      'pkg:maven/g/dyn required direct',
      'pkg:maven/g/new@3.0 required direct',
      'pkg:maven/g/strict@4.0 required direct',
      'pkg:maven/g/t@2.0 development',
      'pkg:maven/org.p/org.p.gradle.plugin@5.0 development direct',
    ]);
  });
});
