import { inTime } from './lazy-part.ts';

describe('A part of the console that is fetched when it is needed', () => {
  beforeEach(() => jasmine.clock().install());
  afterEach(() => jasmine.clock().uninstall());

  it('is given up where a host that is switched off neither gives nor refuses it', async () => {
    const part = inTime(new Promise(() => undefined));
    jasmine.clock().tick(10_001);
    await expectAsync(part).toBeRejected();
  });

  it('is taken when it comes within that time', async () => {
    await expectAsync(inTime(Promise.resolve('part'))).toBeResolvedTo('part');
  });
});
