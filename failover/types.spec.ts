import type * as described from './failover.d.mts';
import * as library from './index.ts';

describe('The types beside the module', () => {
  it('[P5] are what it is: else this is not compiled', () => {
    const asDescribed: typeof described = library;
    expect(asDescribed.followActive).toEqual(jasmine.any(Function));
  });
});
