/** What `--help` prints. */
export const help = `understudy gateway: one node of a redundant pair

  --data DIR                    where the node keeps everything; one gateway a directory (needed)
  --role ROLE                   Independent, Master or Backup
  --name NAME                   node name
  --system-name NAME            name of the pair (on the Master)
  --http-port N                 default 8088
  --https-port N                default 8060; the link of the pair comes in here
  --master https://host:port    where the Backup finds the Master; http:// for a link without TLS
  --join-wait-ms N              how long a starting node waits for its peer; default 30000
  --take-back-hold-ms N         no automatic take-back so soon after a changeover; default 60000
  --ticket-life-ms N            how long a sign-in ticket for the other node lives; default 60000
  --config-log-bytes N          changes kept for a Backup that is away; default 100000000
  --sample-project              a small plant to look at, where nothing was ever configured
  --log-format text|json        default text
  --sign-in-link                print a new one-time sign-in link
  --help                        this text

A flag wins over node.json in the data directory, which wins over the default.

Read at the very first start only, each also as ..._FILE with the path of a file:
  UNDERSTUDY_ADMIN_PASSWORD     password of the first administrator
  UNDERSTUDY_API_TOKEN          token for scripts, with the role administrator
  UNDERSTUDY_PAIR_SECRET        secret of the pair; a Master makes one if none is given

Exit codes: 0 stopped on request, 1 defect, 2 wrong flag or variable, 3 data directory in use, 4 data directory
unusable, 5 port in use, 6 Node.js too old, 7 wrong node.json.
`;
