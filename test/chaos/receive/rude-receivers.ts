import { type Greeting, greetings, manners, startReceiver } from '@app/testing';
import { serve } from '../../bench/stage/remote-process.js';

/** Each way of `npm run receiver` to misbehave, and the URL of a receiver of its own that does. */
export type RudeUrls = ReadonlyMap<string, string>;

async function answerRudely(): Promise<RudeUrls> {
  const urls = new Map<string, string>();
  for (const name of Object.keys(manners)) {
    const { url } = await startReceiver({ forgets: true });
    urls.set(name, `${url}${name}`);
  }
  return urls;
}

async function greetRudely(): Promise<RudeUrls> {
  const urls = new Map<string, string>();
  for (const name of Object.keys(greetings) as Greeting[]) {
    const { url } = await startReceiver({ forgets: true, greeting: name });
    urls.set(name, name === 'tls-alert' ? url.replace('http:', 'https:') : url);
  }
  return urls;
}

const program = {
  listen: async (): Promise<RudeUrls> => new Map([...(await answerRudely()), ...(await greetRudely())]),
};

export type RudeProgram = typeof program;
serve(program);
