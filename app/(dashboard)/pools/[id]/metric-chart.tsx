'use client'
/** One number of a pool's servers over time; only this file and its chunk know Recharts. */

import { useMemo } from 'react'
import { Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { PoolView } from '#lib/views/live-view'
import { formatCount, formatRate } from '../../../words/format-number.ts'
import { formatClock, type Zone, zoneName } from '../../../words/format-time.ts'
import type { Series } from './chart-series.ts'
import { lineTone } from './line-tone.ts'

const HEIGHT_PX = 168

type Props = { series: Series; pool: PoolView; zone: Zone; spanMs: number }

export function MetricChart({ series, pool, zone, spanMs }: Props) {
  const rows = useMemo(
    () =>
      series.points.map(({ atMs, values }) => ({
        atMs,
        ...Object.fromEntries(values.map((v, i) => [`v${i}`, v])),
      })),
    [series],
  )
  const toMs = series.points.at(-1)?.atMs ?? 0
  const whole = series.metric === 'sessions' || series.metric === 'queue'
  const format = (value: number) => (whole ? formatCount(value) : formatRate(value))
  return (
    <ResponsiveContainer width="100%" height={HEIGHT_PX} initialDimension={{ width: 400, height: HEIGHT_PX }}>
      <LineChart
        data={rows}
        margin={{ top: 8, right: 30, bottom: 0, left: 0 }}
        accessibilityLayer
        syncId="pool"
      >
        <XAxis
          dataKey="atMs"
          type="number"
          domain={[toMs - spanMs, toMs]}
          tickFormatter={(atMs: number) => formatClock(atMs, zone)}
          minTickGap={48}
          stroke="var(--border)"
          tick={{ fill: 'var(--faint)', fontSize: 11, fontFamily: 'var(--mono)' }}
        />
        <YAxis
          width={52}
          tickFormatter={format}
          stroke="var(--border)"
          domain={[0, 'auto']}
          allowDecimals={!whole}
          tick={{ fill: 'var(--faint)', fontSize: 11, fontFamily: 'var(--mono)' }}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(atMs) => `${formatClock(Number(atMs), zone)} ${zoneName(zone, Number(atMs))}`}
          formatter={(value, name) => [typeof value === 'number' ? format(value) : '–', name]}
          contentStyle={{
            background: 'var(--raised)',
            border: '1px solid var(--border)',
            borderRadius: 6,
            fontSize: 12,
          }}
          itemStyle={{ padding: 0 }}
        />
        {series.names.map((name, i) => (
          <Line
            key={name}
            dataKey={`v${i}`}
            name={name}
            type="linear"
            dot={false}
            isAnimationActive={false}
            strokeWidth={1.4}
            {...lineTone(name, i, pool)}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  )
}
