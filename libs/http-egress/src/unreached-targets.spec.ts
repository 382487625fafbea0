import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connector, OnConnected } from './connector.js';
import { UnreachedTargets } from './unreached-targets.js';

const origin = 'http://target.test:8080';
const target = { protocol: 'http:', hostname: 'target.test', host: 'target.test:8080', port: '8080' };

describe('UnreachedTargets', () => {
  const server = createServer((socket) => void socket.on('error', () => undefined));
  let isDown: boolean;
  let sockets: Socket[];
  let targets: UnreachedTargets;

  const connectHere = (): Socket => {
    const socket = connect({ port: (server.address() as AddressInfo).port });
    sockets.push(socket);
    return socket;
  };
  const connector: Connector = (_target, callback) => {
    if (isDown) {
      callback(new Error('refused'), null);
      return;
    }
    const socket = connectHere();
    socket.once('connect', () => callback(null, socket));
  };
  const open = (): Promise<Socket | Error | null> =>
    new Promise((resolve) => targets.connect(target, (error, socket) => resolve(socket ?? error)));

  beforeEach(async () => {
    [isDown, sockets] = [true, []];
    targets = new UnreachedTargets(connector);
    await new Promise<void>((resolve) => server.listen(0, resolve));
  });
  afterEach(async () => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });

  it('knows a target from the first connection that fails to the next that is made', async () => {
    expect(targets.has(origin)).toBe(false);
    await open();
    expect(targets.has(origin)).toBe(true);
    const error = await new Promise((resolve) => targets.connectFirst(origin, resolve));
    expect([error, targets.has(origin)]).toEqual([new Error('refused'), true]);
    isDown = false;
    await new Promise((resolve) => targets.connectFirst(origin, resolve));
    expect(targets.has(origin)).toBe(false);
  });

  it('gives undici the connection that it made, and makes no other', async () => {
    await open();
    isDown = false;
    const lent = await new Promise((resolve) =>
      targets.connectFirst(origin, (_error, use) => use!(() => resolve(open()))),
    );
    expect(sockets).toEqual([lent]);
    expect((lent as Socket).destroyed).toBe(false);
    // Each is for one request.
    expect(await open()).not.toBe(lent);
  });

  it('ends a connection that undici did not need', async () => {
    await open();
    isDown = false;
    await new Promise((resolve) =>
      targets.connectFirst(origin, (_error, use) => resolve(use!(() => undefined))),
    );
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
    expect(await open()).toBe(sockets[1]);
  });

  it('keeps nobody waiting for a connection once it is closed', async () => {
    await open();
    isDown = false;
    const stopped = new Error('stopped');
    const answer = new Promise((resolve) => targets.connectFirst(origin, resolve));
    targets.close(stopped);
    expect(await answer).toBe(stopped);
    await sleep(20);
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('takes no target for one of these while it has a connection: that may serve its calls', async () => {
    isDown = false;
    const kept = (await open()) as Socket;
    isDown = true;
    await open();
    expect(targets.has(origin)).toBe(false);
    kept.destroy();
    await sleep(1);
    await open();
    expect(targets.has(origin)).toBe(true);
  });

  describe('while a connection is being made', () => {
    let openings: OnConnected[];
    const told: (Error | null)[] = [];
    const call = (): void => targets.connectFirst(origin, (error) => void told.push(error));
    const refuse = (): void => openings.shift()!(new Error('refused'), null);

    beforeEach(() => {
      openings = [];
      told.length = 0;
      targets = new UnreachedTargets((_target, callback) => void openings.push(callback));
      targets.connect(target, () => undefined);
      refuse();
    });
    afterEach(() => void vi.useRealTimers());

    it('makes no other for the same target: its failure is that of all who wait', () => {
      call();
      call();
      expect(openings).toHaveLength(1);
      refuse();
      expect(told).toEqual([new Error('refused'), new Error('refused')]);
      call();
      expect(openings).toHaveLength(1);
    });

    it('gives it to the first who waits, and sends the others as to any target that is reached', async () => {
      const sent: (Socket | Error | null)[] = [];
      const connections = [connectHere(), connectHere()];
      const send = (): void => targets.connect(target, (error, socket) => void sent.push(socket ?? error));
      for (let calls = 0; calls < 2; calls += 1) targets.connectFirst(origin, (_error, use) => use!(send));
      openings.shift()!(null, connections[0]!);
      expect(openings).toHaveLength(1);
      openings.shift()!(null, connections[1]!);
      await expect.poll(() => new Set(sent)).toEqual(new Set(connections));
    });

    it('makes another one after a second, so that a call ends by its own time and not by that of an earlier one', () => {
      vi.useFakeTimers();
      call();
      vi.advanceTimersByTime(1_001);
      call();
      expect(openings).toHaveLength(2);
      refuse();
      expect(told).toHaveLength(1);
      call();
      expect(openings).toHaveLength(1);
      targets.close(new Error('stopped'));
      expect(told).toEqual([new Error('refused'), new Error('stopped'), new Error('stopped')]);
    });
  });
});
