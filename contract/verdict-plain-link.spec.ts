import { backupStatus, masterStatus, peerFacts } from './status.testing.ts';
import { judge } from './verdict.ts';
import { badgeOf } from './verdict-words.ts';
import { alone, seen, tell, type Story } from './verdict.testing.ts';

const plain = peerFacts({ confidential: false });
const [master, backup] = [masterStatus({ understudy: { peer: plain } }), backupStatus()];

const stories: Story[] = [
  { name: 'users are not replicated', nodes: [seen(master), seen(backup)], code: 'protected', reasons: ['plainLink'] },
  {
    name: 'users are not replicated and something else is not yet',
    nodes: [seen({ ...master, projectState: 'Out of Date' }), seen(backup)],
    code: 'synchronising',
    reasons: ['outOfDate', 'plainLink'],
  },
  {
    name: 'the link that was plain is gone',
    nodes: [alone({ confidential: false })],
    code: 'runningAlone',
    reasons: ['lost.refused'],
  },
  {
    name: 'a node of an older version does not tell how the link is',
    nodes: [seen(backup), seen(masterStatus({ understudy: { peer: untold() } }))],
    code: 'protected',
    reasons: ['protected'],
  },
];

describe('The verdict on a pair with a plain link', () => {
  stories.forEach(tell);

  it('[S3] keeps its word, as the standby can take over, but is not green', () => {
    const badge = (peer: typeof plain) =>
      badgeOf(judge([seen(masterStatus({ understudy: { peer } })), seen(backupStatus())]));
    expect(badge(plain)).toEqual({ word: 'Protected', tone: 'attention' });
    expect(badge(peerFacts())).toEqual({ word: 'Protected', tone: 'good' });
  });
});

function untold() {
  const facts = peerFacts();
  delete facts.confidential;
  return facts;
}
