import { backupStatus, exampleAt, masterStatus } from './status.testing.ts';
import { seen, tell, type Story } from './verdict.testing.ts';

const looping = { state: 'running', lastGoodAt: exampleAt, fullSyncsLastHour: 4, loop: true } as const;
const outOfDate = { projectState: 'Out of Date' } as const;

const stories: Story[] = [
  {
    name: 'the Backup holds another history than the active Master',
    nodes: [
      seen(masterStatus(outOfDate)),
      seen(backupStatus({ ...outOfDate, understudy: { blockers: ['diverged'], canActivate: false } })),
    ],
    code: 'failoverBlocked',
    reasons: ['diverged'],
  },
  {
    name: 'everything is sent anew again and again',
    nodes: [seen(masterStatus({ syncPending: true })), seen(backupStatus({ understudy: { sync: looping } }))],
    code: 'synchronising',
    reasons: ['syncLoop'],
  },
  {
    name: 'there was a loop, and nothing is sent anew now',
    nodes: [seen(masterStatus()), seen(backupStatus({ understudy: { sync: { ...looping, state: 'done' } } }))],
    code: 'protected',
    reasons: ['protected'],
  },
];

describe('The verdict on what is synchronised', () => stories.forEach(tell));
