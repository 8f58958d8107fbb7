import { consequencesOf, linkConsequences } from './save-consequences.ts';
import { sceneOfA, sceneOfB, someBackupConfig, someConfig } from './redundancy-settings.testing.ts';

const master = someConfig();
const backup = someBackupConfig();

describe('Before redundancy settings are saved', () => {
  it('[N5] the page says for a ping rate that both nodes will use it, and when', () => {
    const draft = someBackupConfig({ network: { pingRate: 500 } });
    expect(consequencesOf(backup, draft, sceneOfB())).toEqual([
      jasmine.objectContaining({
        change: 'Ping Rate: 1 s → 500 ms',
        consequence: 'at once here, and on A as soon as it has confirmed it',
      }),
    ]);
    expect(linkConsequences(backup, draft, sceneOfB())).toEqual([]);
  });

  it('[N6] the page says that another address of the Master drops the link, and who is active afterwards', () => {
    for (const network of [{ host: 'elsewhere' }, { port: 8061 }, { enableSsl: false }]) {
      expect(linkConsequences(backup, someBackupConfig({ network }), sceneOfB())).toEqual([
        'This drops the link between B and A.',
        'A stays active.',
        'If B does not reach A within 10 s, B becomes active as well.',
      ]);
    }
  });

  it('[G2] a Master decides itself whether it takes links without SSL, and the page says so', () => {
    const [effect] = consequencesOf(master, someConfig({ network: { enableSsl: false } }), sceneOfA());
    expect(effect).toEqual({ change: 'Use SSL: on → off', consequence: 'A takes links without SSL, too' });
  });

  it('[N6] while the Backup is active, it is the Master that would become active as well', () => {
    const draft = someBackupConfig({ network: { port: 8061 } });
    expect(linkConsequences(backup, draft, sceneOfB({ active: 'B' }))).toContain(
      'If B does not reach A within 10 s, A becomes active as well.',
    );
  });

  it('[N6] drops no link that is not there', () => {
    const draft = someBackupConfig({ network: { port: 8061 } });
    const sentences = linkConsequences(backup, draft, sceneOfB({ linked: false }));
    expect(sentences.join(' ')).not.toContain('drops the link');
  });

  it('[N5] the page says who works after a change of the mode', () => {
    const toBackup = someConfig({ role: 'Backup' });
    expect(linkConsequences(master, toBackup, sceneOfA())).toEqual([
      'This drops the link between A and B.',
      'B takes over first, if it can, and is active afterwards.',
      'Two nodes in the mode Backup refuse each other: change B too.',
    ]);
    const alone = someConfig({ role: 'Independent' });
    expect(linkConsequences(master, alone, sceneOfA())).toContain(
      'Afterwards A and B both work, each on its own; nothing is copied between them.',
    );
    const standbyMaster = { ...sceneOfB(), other: null, linked: null, active: null };
    expect(linkConsequences(backup, someBackupConfig({ role: 'Master' }), standbyMaster)).toEqual([
      'Who is active afterwards is not known.',
    ]);
  });

  it('[N5] a Master is told that the way to the Master counts only on a Backup', () => {
    const draft = someConfig({ network: { host: 'elsewhere' } });
    expect(consequencesOf(master, draft, sceneOfA())[0]?.consequence).toBe('counts once this node is a Backup');
    expect(linkConsequences(master, draft, sceneOfA())).toEqual([]);
  });
});
