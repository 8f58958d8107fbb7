import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isNewPair, nodeDirectory, prepareData } from './data.ts';
import { parsePairOptions } from './options.ts';

describe('The sample project of npm start', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'understudy-data-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is shown where no node has ever run', () => {
    const options = parsePairOptions(['--data', join(folder, 'pair')], '/');
    expect(isNewPair(options)).toBeTrue();
    prepareData(options);
    expect(isNewPair(options)).toBeTrue();
  });

  it('is not put into an emptied Master, whose Backup has the configuration of the pair', () => {
    const options = parsePairOptions(['--data', folder], '/');
    prepareData(options);
    for (const role of ['Master', 'Backup'] as const)
      writeFileSync(join(nodeDirectory(options, role), 'config.db'), '');
    rmSync(nodeDirectory(options, 'Master'), { recursive: true });
    prepareData(options);
    expect(isNewPair(options)).toBeFalse();
  });

  it('is shown again after --fresh', () => {
    const options = parsePairOptions(['--data', folder, '--fresh'], '/');
    prepareData(options);
    writeFileSync(join(nodeDirectory(options, 'Master'), 'config.db'), '');
    prepareData(options);
    expect(isNewPair(options)).toBeTrue();
  });
});
