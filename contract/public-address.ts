const hostAndPort = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?$/;

/** Whether the text is `host`, `host:port` or the same behind `http://` or `https://`, without path, user or query. */
export function isPublicAddress(text: string): boolean {
  const match = hostAndPort.exec(text.replace(/^https?:\/\//i, ''));
  if (match === null) return false;
  return match[1] === undefined || (Number(match[1]) >= 1 && Number(match[1]) <= 65535);
}
