import { readLargeFile } from './resource-file.ts';

describe('A file of resources', () => {
  it('[G3] is read a resource at a time, however many there are', () => {
    const begin = '{"format":"understudy-resources","version":1,"resources":[';
    let read = 0;
    let ahead = 0;
    const chunks = function* () {
      yield new TextEncoder().encode(begin);
      for (let at = 0; at < 100_001; at += 1) {
        ahead = Math.max(ahead, at - read);
        const comma = at === 0 ? '' : ',';
        yield new TextEncoder().encode(`${comma}{"type":"gateway-setting","name":"S${at}","value":{"value":${at}}}`);
      }
      yield new TextEncoder().encode(']}');
    };
    for (const { name } of readLargeFile(chunks(), { isNew: () => true, progress: () => undefined })) {
      if (name === `S${read}`) read += 1;
    }
    expect(read).toBe(100_001);
    expect(ahead).toBeLessThan(3);
  });

  it('[G3] is refused for what stands beside the resources, too', () => {
    const wrong = '{"format":"understudy-resources","resources":[],"version":2}';
    const reading = readLargeFile([new TextEncoder().encode(wrong)], { isNew: () => true, progress: () => undefined });
    expect(() => [...reading]).toThrowMatching(
      (error: { details?: { errors?: { pointer: string }[] } }) => error.details?.errors?.[0]?.pointer === '/version',
    );
  });
});
