"""Draws how the time to play a day grows with the number of devices: measured, and as a straight
line through the smallest fleet. growth.py RESULTS.json OUT.svg"""

import json
import math
import sys

WIDTH, HEIGHT, MARGIN = 640, 400, 60


def measured(results):
    """(devices, seconds) of every whole day that was played in memory."""
    points = []
    for run in results["memory_fleet"]["benchmarks"]:
        parts = dict(part.split(":") for part in run["name"].split("/") if ":" in part)
        if run["name"].startswith("memory/") and parts["hours"] == "24":
            points.append((int(parts["devices"]), run["seconds"]))
    return sorted(points)


def draw(points):
    lowest, highest = (math.floor(math.log10(points[0][1])), math.ceil(math.log10(points[-1][1])))
    left, right = math.log10(points[0][0]), math.log10(points[-1][0])

    def place(devices, seconds):
        x = MARGIN + (math.log10(devices) - left) / (right - left) * (WIDTH - 2 * MARGIN)
        y = HEIGHT - MARGIN - (math.log10(seconds) - lowest) / (highest - lowest) * (HEIGHT - 2 * MARGIN)
        return f"{x:.1f},{y:.1f}"

    def text(at, words, anchor="middle"):
        x, y = at
        return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'

    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
             'font-family="sans-serif" font-size="12">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
             text((WIDTH / 2, 24), "One day of a fleet in memory: seconds from the first slot to the findings")]
    for power in range(lowest, highest + 1):
        x, y = map(float, place(points[0][0], 10 ** power).split(","))
        lines += [f'<line x1="{x}" y1="{y}" x2="{WIDTH - MARGIN}" y2="{y}" stroke="#ddd"/>',
                  text((x - 8, y + 4), f"{10 ** power:g} s", "end")]
    for devices, _ in points:
        x, y = map(float, place(devices, 10 ** lowest).split(","))
        lines.append(text((x, y + 18), f"{devices:,}"))
    first_devices, first_seconds = points[0]
    straight = [place(devices, first_seconds * devices / first_devices) for devices, _ in points]
    lines += [f'<polyline points="{" ".join(straight)}" fill="none" stroke="#999" stroke-dasharray="4 4"/>',
              f'<polyline points="{" ".join(place(*point) for point in points)}" fill="none" '
              'stroke="#0366d6" stroke-width="2"/>']
    for point in points:
        x, y = place(*point).split(",")
        lines.append(f'<circle cx="{x}" cy="{y}" r="4" fill="#0366d6"/>')
        lines.append(text((float(x) - 8, float(y) - 8), f"{point[1]:.3g} s", "end"))
    return "\n".join(lines + ["</svg>"]) + "\n"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        results = json.load(file)
    points = measured(results)
    if len(points) < 2:
        print("growth.svg: fewer than two sizes were measured")
        return
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(draw(points))


if __name__ == "__main__":
    main()
