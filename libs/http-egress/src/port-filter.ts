/**
 * What nobody receives webhooks at: the ports that browsers do not call either (https://fetch.spec.whatwg.org/#port-blocking),
 * and those of databases, queues and remote desktops.
 */
export const usuallyBlockedPorts: readonly string[] = (
  '1,7,9,11,13,15,17,19-23,25,37,42-43,53,69,77,79,87,95,101-104,109-111,113,115,117,119,123,135,137,139,143,161,179,' +
  '389,427,445,465,512-515,526,530-532,540,548,554,556,563,587,601,636,989-990,993,995,1433,1521,1719-1720,1723,2049,' +
  '3306,3389,3659,4045,4190,5060-5061,5432,5672,6000,6379,6566,6665-6669,6679,6697,10080,11211,27017'
).split(',');

const highest = 65_535;

/** The first and last port of `25` or `6000-6063`; undefined where the text is neither. */
export function portRange(text: string): readonly [number, number] | undefined {
  const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const range = [Number(first), Number(last)] as const;
  return first !== '' && range[0] >= 1 && range[0] <= range[1] && range[1] <= highest ? range : undefined;
}

/** Says which ports a target may not have. */
export class PortFilter {
  private readonly blocked: readonly (readonly [number, number])[];

  /** @param blocked ports and ranges of ports. @throws when one cannot be read. */
  constructor(blocked: readonly string[]) {
    this.blocked = blocked.map((text) => {
      const range = portRange(text);
      if (!range) throw new RangeError(`${text} is neither a port nor a range of ports.`);
      return range;
    });
  }

  isForbidden(port: number): boolean {
    return this.blocked.some(([first, last]) => port >= first && port <= last);
  }
}

/** Of a URL or of what undici connects to: both leave the port of the protocol out. */
export function portOf({ protocol, port }: { readonly protocol: string; readonly port: string }): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}
