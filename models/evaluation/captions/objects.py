"""The 80 kinds of objects of COCO, and the words that people say for them."""

from __future__ import annotations

COCO = """
person: man, woman, boy, girl, child, kid, baby, toddler, people, lady, guy, gentleman, male, female, adult, teenager,
  mother, father, sister, brother, player, pitcher, batter, catcher, skier, snowboarder, skateboarder, surfer, skater,
  rider, biker, bicyclist, cyclist, driver, worker, passenger, officer, policeman, cop, soldier, doctor, chef, cook,
  baker, farmer, cowboy, bride, groom, student, shopper, tourist, pedestrian, spectator, crowd, hunter,
  fisherman, swimmer
bicycle: bike, unicycle, tricycle
car: automobile, van, minivan, sedan, suv, hatchback, cab, taxi, jeep, coupe, limousine, limo, convertible
motorcycle: motorbike, motor bike, motor cycle, scooter, moped
airplane: aeroplane, plane, air plane, jet, jetliner, airliner, aircraft, biplane, seaplane
bus: minibus, trolley
train: locomotive, tram, caboose
truck: pickup, lorry, firetruck
boat: ship, sailboat, motorboat, speedboat, rowboat, canoe, kayak, yacht, ferry, dinghy, catamaran, tugboat, barge, raft
traffic light: traffic signal, stoplight, stop light, streetlight, street light
fire hydrant: hydrant
stop sign:
parking meter:
bench: pew
bird: duck, goose, swan, pigeon, seagull, gull, owl, parrot, eagle, hawk, crow, raven, sparrow, robin, pelican, heron,
  flamingo, peacock, ostrich, turkey, rooster, chicken, hen, penguin, hummingbird, woodpecker
cat: kitten, kitty, tabby
dog: puppy, pup, doggy, hound, poodle, terrier, labrador, retriever, bulldog, pug, spaniel, collie, corgi, husky,
  beagle, chihuahua, dachshund, greyhound, sheepdog
horse: pony, foal, colt, mare, stallion
sheep: lamb, ewe, ram, goat
cow: cattle, calf, bull, ox, buffalo, bison
elephant:
bear: panda, cub
zebra:
giraffe:
backpack: rucksack, knapsack
umbrella: parasol
handbag: purse, wallet, briefcase
tie: necktie, bow tie
suitcase: luggage, suit case
frisbee:
skis: ski
snowboard:
sports ball: ball, football, baseball, basketball, volleyball
kite:
baseball bat: bat
baseball glove: mitt
skateboard: longboard
surfboard:
tennis racket: racket, racquet
bottle:
wine glass:
cup: mug
fork:
knife: pocketknife
spoon:
bowl:
banana:
apple:
sandwich: burger, hamburger, cheeseburger
orange:
broccoli:
carrot:
hot dog: hotdog
pizza:
donut: doughnut, bagel
cake: cupcake, cheesecake, pancake
chair: seat, stool, armchair
couch: sofa, loveseat, recliner, futon
potted plant: houseplant
bed:
dining table: table, desk
toilet: urinal, commode
tv: television, monitor
laptop: notebook computer, laptop computer, computer
mouse:
remote: remote control
keyboard:
cell phone: mobile phone, phone, cellphone, telephone, smartphone
microwave:
oven: stove, stovetop
toaster:
sink:
refrigerator: fridge, freezer
book:
clock:
vase:
scissors:
teddy bear: teddybear
hair drier: hair dryer, hairdryer
toothbrush:
"""
"""`kind: other words`. Ours; CHAIR's own list (its synonyms.txt) can be given instead, for figures to compare."""

IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "firemen": "fireman", "mice": "mouse",
    "policemen": "policeman", "fishermen": "fisherman", "gentlemen": "gentleman", "geese": "goose", "oxen": "ox",
    "calves": "calf", "knives": "knife", "pocketknives": "pocketknife", "feet": "foot", "teeth": "tooth",
    "leaves": "leaf", "shelves": "shelf", "scarves": "scarf", "loaves": "loaf", "sheep": "sheep",
    "scissors": "scissors", "skis": "skis", "bus": "bus", "glass": "glass", "tennis": "tennis", "cookies": "cookie",
    "movies": "movie", "ties": "tie", "pies": "pie",
}  # fmt: skip


def singular(word: str) -> str:
    """Of an English noun in lower case."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies") and len(word) > 3:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes", "buses", "toes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        return word[:-1]
    return word


def ours() -> dict[str, str]:
    """Word -> kind."""
    found: dict[str, str] = {}
    for line in COCO.replace("\n  ", " ").strip().splitlines():
        kind, _, others = line.partition(":")
        found |= dict.fromkeys((kind, *filter(None, map(str.strip, others.split(",")))), kind)
    return found


def of_lines(lines: list[str]) -> dict[str, str]:
    """Out of CHAIR's synonyms.txt: one kind a line, its name first. As published: a word after two spaces, and one with
    a capital, are never found."""
    rows = [line.strip().split(", ") for line in lines if line.strip()]
    return {word: kind for kind, *others in rows for word in (kind, *others)}
