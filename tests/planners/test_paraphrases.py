"""Ways of asking one thing: each is read as its plainer form is."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark.exceptions import UnexpectedInput
from lark.visitors import CollapseAmbiguities

from visprog.errors import PlanError
from visprog_benchmarks.phrasings.world import again
from visprog_benchmarks.phrasings.world.practice import ALL as PRACTICE
from visprog_planners import Request
from visprog_planners.grammar import GrammarPlanner
from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.reader import parser, read
from visprog_planners.grammar.words import tidy

SAME = [
    ("Is a cat to be found on the bed and on the couch as well?",
     "Is there a cat on the bed and is there a cat on the couch?"),
    ("Are there bananas in the basket as well as pears?",
     "Are there bananas and pears in the basket?"),
    ("More cats than dogs, or more dogs than cats?", "Which is there more of, cats or dogs?"),
    ("Is there something on the plate, a donut or a cookie perhaps?",
     "Is there anything on the plate?"),
    ("Is the larger of the two keys red or black?", "Is the largest key red or black?"),
    ("Is the nest nearer the top than the bottom?", "Is the nest in the top half?"),
    ("Name the animal farthest to the right.", "What is the rightmost animal?"),
    ("The dog is between the two chairs.",
     "Is the dog between the leftmost chair and the rightmost chair?"),
    ("Does the horse stand left of the rabbit or right of it?",
     "Is the horse left or right of the rabbit?"),
    ("Which sits between the turtle and the crab, a ball or a bucket?",
     "Is the thing between the turtle and the crab a ball or a bucket?"),
    ("Which balloon is the highest, red, green or blue?",
     "Which is highest, the red balloon, the green balloon or the blue balloon?"),
    ("Is the horse in the middle, with a sheep on either side?",
     "Is there a sheep left of the horse and a sheep right of the horse?"),
    ("Are the dog and the cat on the same side of the tent?",
     "Is the tent not between the dog and the cat?"),
    ("What's the robot standing next to, a bell or a book?",
     "Which is closer to the robot, the bell or the book?"),
    ("Which shirt is above the other, the green or the purple one?",
     "Which is higher, the green shirt or the purple shirt?"),
    ("Starting from the right, what is the first thing I'd come across?",
     "What is the rightmost thing?"),
    ("Where is the dog: at the top or at the bottom?",
     "Is the dog on the top side or on the bottom side?"),
    # plain questions about one picture
    ("What's that next to the house?", "What is next to the house?"),
    ("Less than half the animals are dogs.", "Are there fewer dogs than animals besides dogs?"),
    ("Search for a dog and say if it is there.", "Is there a dog?"),
    ("Which animal do you see, a cat or a dog?", "Which is there, a cat or a dog?"),
    ("How many of the animals are cats?", "How many cats are there?"),
    ("Are exactly two of the animals cats?", "Are there exactly two cats?"),
    ("Are the cars mostly red?", "Are most of the cars red?"),
    ("Are cats the only animals here?", "Are all the animals cats?"),
    ("What colour is the right car?", "What colour is the rightmost car?"),
    ("What is beside the house, a car or a truck?",
     "Which is closer to the house, the car or the truck?"),
    ("Does it say HOTEL anywhere?", "Does the sign say HOTEL?"),
    ("How many cups remain if two are taken away?", "How many cups minus two are there?"),
    ("Ducks, frogs and fish: which are the fewest?",
     "Which are there the fewest of, ducks, frogs or fish?"),
    ("Are there more dogs, cats or horses?", "Which are there the most of: dogs, cats or horses?"),
    ("Would you look for a cat and say whether you see one?", "Is there a cat?"),
    ("Name the animal riding in the boat.", "Which animal is in the boat?"),
    ("How many things to sit on are there, counting chairs and couches?",
     "How many chairs and couches are there?"),
    ("Which fruit can't be found here, the pear or the lemon?",
     "Which is missing, the pear or the lemon?"),
    ("Which of these is next to the sign, the dog or the person?",
     "Which is closer to the sign, the dog or the person?"),
    ("What animal is near the nest?", "Which animal is closest to the nest?"),
    ("Which animal is in the boat, a horse or a dog?", "Which is in the boat, a horse or a dog?"),
    ("Do horses make up the majority of the animals?",
     "Are there more horses than animals besides horses?"),
    ("Is the largest bowl the one with the bananas?", "Are there bananas in the largest bowl?"),
    ("Is a blue car the only car?", "Is there exactly one car and is there a blue car?"),
    ("Is there a horse on its own, without any dogs?", "Is there a horse but no dogs?"),
    ("What's just beneath the kite?", "What is directly under the kite?"),
    ("Are there any cars along the road that aren't yellow?", "Are any cars not yellow?"),
    ("Can I go in: does it say OPEN?", "Does the sign say OPEN?"),
    ("Am I being told to slow down?", "Does the sign say SLOW?"),
    ("What must drivers do, according to the sign?", "What does the sign say?"),
    ("I want to sleep. Is a hotel signposted here?", "Does the sign say HOTEL?"),
    ("How many trees have owls in them?", "How many trees with owls in them are there?"),
    ("What colour is the smaller of the two dogs?", "What colour is the smallest dog?"),
    ("Is the cat on or under the bed?", "Is the cat on the bed or under the bed?"),
    ("What colour hat is the man wearing?", "What colour is the hat the man is wearing?"),
    ("Is the dog on the sofa and not on the bed?",
     "Is the dog on the sofa and is the dog not on the bed?"),
    ("Where in the picture is the dog, left or right?", "Is the dog on the left or right?"),
    ("Count all the creatures in it.", "How many creatures are there?"),
    ("How many of the animals are dogs?", "How many dogs are there?"),
    ("Does the bowl hold more fruit than there are cups?",
     "Is the number of fruits in the bowl greater than the number of cups?"),
    ("Are there cows without there being any pigs?", "Are there cows but no pigs?"),
    ("If I took away two cups, how many would be left?", "How many cups minus two are there?"),
    ("Are there no more dogs than balls?", "Are there at most as many dogs as balls?"),
    ("Does a cow appear, or do pigs?", "Is there a cow or are there any pigs?"),
    ("How many nests are without eggs?", "How many nests without eggs in them are there?"),
    ("How many bowls hold no pears?", "How many bowls without pears in them are there?"),
    ("Have all the boats got somebody on board?", "Does every boat have a person in it?"),
    ("Does at least one boat carry an animal?", "Is there a boat with an animal in it?"),
    ("Is it true that no tree has a bird in it?", "Does no tree have a bird in it?"),
    ("How many plates have nothing on them?", "How many plates are empty?"),
    ("There's a dog in one of the boats.", "Is there a dog in a boat?"),
    ("Does the bowl hold more pears than the basket?",
     "Are there more pears in the bowl than in the basket?"),
    ("Is a dog left of all the cats?", "Is a dog left of the leftmost cat?"),
    ("Does a cat sit between two dogs?", "Is there a cat left of a dog and right of a dog?"),
    ("The robot has books on both sides.",
     "Is there a book left of the robot and is there a book right of the robot?"),
    ("Is the cup closer to the phone or to the clock?",
     "Which is closer to the cup, the phone or the clock?"),
    ("Two of the balls are the same colour.", "Do any two balls have the same colour?"),
    ("My aunt says that there are four dogs. Is she right?", "Are there four dogs?"),
    ("Find the book on the bed. What colour is it?", "What colour is the book on the bed?"),
    ("On the left of the clock is a book. What's its colour?",
     "What colour is the book left of the clock?"),
    ("Is something on the plate, and if so, what?", "What is on the plate?"),
    ("Is there a pair of scissors?", "Are there scissors?"),
    ("Are there birds in the left half of the park?", "Are there birds on the left side?"),
    ("Would a visitor find more dogs or more cats?", "Are there more dogs or cats?"),
    ("How many robots fewer than books are there?", "How many fewer robots than books are there?"),
    ("How many dogs would there be if another came?", "How many dogs plus one are there?"),
    ("What text can be read in the picture?", "What does the sign say?"),
    ("Do exactly two bowls contain apples?", "Are there exactly two bowls with apples in them?"),
    ("Is there a sign in the picture?", "Is there a sign?"),
    ("No plate is without a cookie.", "Is there no plate without a cookie in it?"),
    ("Are the dog and cat both black?", "Are the dog and the cat both black?"),
    ("Name every animal you can see.", "What animals are there?"),
    ("Does every plate have something on it?", "Is every plate not empty?"),
    ("Can you read the word FERRY anywhere?", "Does the sign say FERRY?"),
    ("The board by the road says SLOW.", "Does the sign say SLOW?"),
    ("How many vases don't contain flowers?", "How many vases hold no flowers?"),
    ("How many pens are there, that is, red pens?", "How many red pens are there?"),
    ("Do the cows and the sheep together make five?", "Is the number of cows and sheep five?"),
    ("A trumpet lies at the right edge of the stage.", "Is the rightmost thing a trumpet?"),
    ("How many apples would be left if the red ones were eaten?",
     "Apart from the red ones, how many apples are there?"),
    # colours, in whatever words
    ("The car has what colour?", "What colour is the car?"),
    ("There's a teapot. What's its colour?", "What colour is the teapot?"),
    ("What colour would you call this umbrella?", "What colour is the umbrella?"),
    ("Which colour couch is the dog lying on?", "What colour is the couch with the dog on it?"),
    ("Would you call the umbrella red?", "Is the umbrella red?"),
    ("Does the car have a colour that's not red?", "Is the car not red?"),
    ("The umbrella is either red or blue; which one?", "Is the umbrella red or blue?"),
    ("Of red, green and blue, which one is the bowl?", "Is the bowl red, green or blue?"),
    ("Does the bowl's colour match the teapot's?", "Are the bowl and the teapot the same colour?"),
    ("How many cars are painted red?", "How many cars are red?"),
    # sizes
    ("Does the plate exceed the clock in size?", "Is the plate larger than the clock?"),
    ("Bus or car, which is the bigger one?", "Which is larger, the bus or the car?"),
    ("Which of bowl, plate and clock is biggest?",
     "Which is largest, the bowl, the plate or the clock?"),
    ("Find the smallest animal and name it.", "What is the smallest animal?"),
    # what is in or on something
    ("There's something on the bed, but what?", "What is on the bed?"),
    ("What have they put on the plate?", "What is on the plate?"),
    ("The bowl is full of which fruit?", "What fruit is in the bowl?"),
    ("The bowl holding fruit has which colour?", "What colour is the bowl with fruit in it?"),
    ("On what is the cat lying?", "What is the cat on?"),
    # signs and the ground
    ("The sign: can you make out what it says?", "What does the sign say?"),
    ("Is the word STOP missing from the sign?", "Is it true that the sign does not say stop?"),
    ("What does the ground look like?", "What is the ground?"),
    ("Does the ground consist of grass?", "Is the ground grass?"),
    ("The ground is grass.", "Is the ground grass?"),
    # topics and fronted phrases
    ("Bananas: how many?", "How many bananas are there?"),
    ("There are how many balls in this shot?", "How many balls are there?"),
    ("Above the boat there are how many birds?", "How many birds are above the boat?"),
    ("As for the car, what colour is it?", "What colour is the car?"),
    ("The sun: is it left of the house?", "Is the sun left of the house?"),
    ("Apart from cows, how many animals are there?", "How many animals besides cows are there?"),
    ("Not counting the red ones, how many cars are there?", "How many cars are not red?"),
    ("Is there a blue one among the balls?", "Is there a blue ball?"),
    ("Compared with the birds, are there more cars?", "Are there more cars than birds?"),
    # seeing and being somewhere
    ("How many of the cars you can see are red?", "How many of the cars are red?"),
    ("Is a pig anywhere to be seen?", "Is there a pig?"),
    ("Do any of the cars happen to be black?", "Are any of the cars black?"),
    ("Does the cat sit left of the tree?", "Is the cat left of the tree?"),
    ("How many fruits lie outside the bowl?", "How many fruits are outside the bowl?"),
    ("Would you say that there are two dogs?", "Are there two dogs?"),
    # lacking
    ("Is the picture free of dogs?", "Are there no dogs?"),
    ("Is the bowl empty?", "Is there no thing in the bowl?"),
    ("Is not a single ball green?", "Are none of the balls green?"),
    ("Are there pigs without any cows?", "Are there pigs but no cows?"),
    ("There are no dogs or cats.", "Are there no dogs and no cats?"),
    ("Is the photo without pigs and cows?", "Are there no pigs and no cows?"),
    ("The bowl is an empty one.", "Is the bowl empty?"),
    ("Have bicycles been left out of the image?", "Are there no bicycles?"),
    ("Would I look for a pig in vain?", "Is there no pig?"),
    ("Dogs are there, cats aren't.", "Are there dogs but no cats?"),
    ("Can we rule out that any of the cars is blue?", "Is no car blue?"),
    ("It's not true that every car is red.", "Not all of the cars are red."),
    # being there, in other words
    ("Would there be a dog in this shot, then?", "Is there a dog?"),
    ("Did somebody put a banana in this image?", "Is there a banana?"),
    ("Look for birds. Do you find any?", "Are there birds?"),
    ("Are we looking at a picture with cows in it?", "Are there cows?"),
    ("Does a cow form part of this scene?", "Is there a cow?"),
    ("Owls in the tree?", "Are there owls in the tree?"),
    ("Has the boat got a dog on it?", "Is there a dog in the boat?"),
    ("The boat has birds over it.", "Are there birds above the boat?"),
    ("Do a cat and a dog share the couch?", "Are there a cat and a dog in the couch?"),
    ("Is the bowl where all the apples are?", "Are all the apples in the bowl?"),
    ("Three balls lie in the bowl, is that so?", "Are three balls in the bowl?"),
    ("Is the boat empty or is someone in it?", "Is there someone in the boat?"),
    ("Is the bowl filled with apples?", "Are there apples in the bowl?"),
    ("Is anything but a cat on the couch?", "Is there something other than a cat on the couch?"),
    ("My aunt lost her teddy bear; is it in this room?", "Is there a teddy bear?"),
    ("Pigs are there, and so are cows, right?", "Are there pigs and cows?"),
    ("The chair is red, and so is the couch.", "Is the chair red and is the couch red?"),
    ("Is the couch shared by a cat and a dog?", "Are there a cat and a dog in the couch?"),
    ("Are there no more dogs than three?", "Are there at most three dogs?"),
    # lists
    ("Cows and pigs, are they both there?", "Are there cows and pigs?"),
    ("Crabs, balls, people: are all three to be found?", "Are there crabs and balls and people?"),
    ("Of cow, pig and cloud, is at least one there?", "Is there a cow or a pig or a cloud?"),
    ("Is one of the two there, a dog or a cat?", "Is there a dog or a cat?"),
    # numbers
    ("Two dogs: is that right?", "Are there two dogs?"),
    ("Are there 2 dogs at the most?", "Are there at most two dogs?"),
    ("The number of dogs isn't higher than two.", "Are there at most two dogs?"),
    ("Count the sheep. Do you get exactly three?", "Are there exactly three sheep?"),
    ("Is one egg all that the nest has in it?", "Does the nest hold exactly one egg?"),
    ("The dogs outnumber the cats.", "Are there more dogs than cats?"),
    ("Fewer frogs than ducks?", "Are there fewer frogs than ducks?"),
    ("Dogs and cats: the same number?", "Are there as many dogs as cats?"),
    ("The balloons number twice the clouds.", "Are there twice as many balloons as clouds?"),
    ("Do the cats outnumber the dogs by two?", "Are there two more cats than dogs?"),
    ("Does the basket hold more fruit than the bowl?",
     "Is there more fruit in the basket than in the bowl?"),
    ("Could every dog get a ball of its own?", "Are there at least as many balls as dogs?"),
    ("By how many do the sheep outnumber the cows?", "How many more sheep than cows are there?"),
    ("Does the number of cars exceed two?", "Are there more than two cars?"),
    ("Are the cars outnumbered by the birds?", "Are there more birds than cars?"),
    ("Add the number of cars to the number of birds.", "How many cars and birds are there?"),
    ("Is there a second car?", "Are there at least two cars?"),
    ("Cows or pigs: which are more numerous?", "Are there more cows or pigs?"),
    ("Are more than half of the balls red?", "Are most of the balls red?"),
    ("What is the ball count?", "How many balls are there?"),
    ("The boat is carrying how many people?", "How many people are in the boat?"),
    ("People minus birds, what does that give?", "How many more people than birds are there?"),
    ("The number of cars exceeds the number of people in the boat.",
     "Is the number of cars more than the number of people in the boat?"),
    ("Leave out the horse: how many animals are left?",
     "How many animals besides horses are there?"),
    ("Is the number of cows two or higher?", "Are there at least two cows?"),
    ("Are there more cups than one?", "Are there more than one cup?"),
    ("More cows, or more pigs?", "Are there more cows or pigs?"),
    ("Red is what most of the cars are.", "Are most of the cars red?"),
    ("Number of animals, the dogs included?", "How many animals are there?"),
    ("Put a number on the dogs.", "How many dogs are there?"),
    ("What's the surplus of people over birds?", "How many more people than birds are there?"),
    ("How many balls would a count reveal?", "How many balls are there?"),
    ("The desk has two books at most.", "Are there at most two books in the desk?"),
    ("Do the balls form pairs?", "Is the number of balls even?"),
    ("After one car drives off, how many cars are there?",
     "If one of the cars drove away, how many would be left?"),
    # looks
    ("Is red the colour of every ball?", "Are all balls red?"),
    ("How many dogs of small size are there?", "How many small dogs are there?"),
    ("Is the chair any colour but red?", "Is the chair not red?"),
    ("Do the couch and the chair match in colour?", "Are the couch and the chair the same colour?"),
    ("Is the clock bigger in size than the bowl?", "Is the clock bigger than the bowl?"),
    # what and where
    ("What has been put on the plate?", "What is on the plate?"),
    ("Which fruit fills the bowl?", "What fruit is in the bowl?"),
    ("On what is the cat lying?", "What is the cat on?"),
    ("Which animal is standing next to the tractor?", "Which animal is closest to the tractor?"),
    ("Please point out the dog", "Point to the dog"),
    # places compared, and what a thing has around it
    ("Does the bowl have the plate on its right?", "Is the plate to the right of the bowl?"),
    ("The tree has how many birds above it?", "How many birds are above the tree?"),
    ("Does the boat lie below the kite and further left than the tree?",
     "Is the boat below the kite and further left than the tree?"),
    ("Are both the hat and the kite on the tree's right?",
     "Are the hat and the kite both right of the tree?"),
    ("Is the cat or the kite the higher one?", "Which is higher, the cat or the kite?"),
    ("Name whichever is further up, the kite or the hat.",
     "Which is higher, the kite or the hat?"),
    ("The tractor is on which side of the house?", "Which side of the house is the tractor on?"),
    ("With respect to the tree, is the cat on the left?", "Is the cat left of the tree?"),
    ("If you go left from the boat, do you meet the dog?", "Is the dog left of the boat?"),
    ("Are there more dogs left of the tree than right of it?",
     "Are there more dogs left of the tree than right of the tree?"),
    # one of many
    ("Of the animals, which one is the biggest?", "Which animal is the largest?"),
    ("What animal is further left than all the others?", "Which animal is furthest left?"),
    ("Of all the cars, is the leftmost one red?", "Is the leftmost car red?"),
    ("The tractor is closest to which animal?", "Which animal is closest to the tractor?"),
    ("From left to right, which is second: the bowl, the plate or the clock?",
     "Which is second from the left, the bowl, the plate or the clock?"),
    # parts of the picture
    ("In which half of the photo is the hat, the upper or the lower one?",
     "Is the hat in the upper half or in the lower half?"),
    ("Does the left half of the picture contain three balls?",
     "Are there three balls on the left side?"),
    ("Do the cat and the dog share the same half of the picture?",
     "Is the cat on the same side of the picture as the dog?"),
    ("Is the turtle in the corner at the bottom right?",
     "Is the turtle in the lower right corner?"),
    # what is said around a question
    ("I can't see the photo myself, so how many dogs does it show?", "How many dogs are there?"),
    ("My daughter wants to know what colour the car is.", "What colour is the car?"),
    ("What colour is the car? Answer in one word.", "What colour is the car?"),
    ("Take a good look and tell me how many dogs there are, please.", "How many dogs are there?"),
    ("The car is red, wouldn't you say?", "Is the car red?"),
    ("My guess is that there are two dogs. Correct?", "Are there two dogs?"),
    ("Does the sentence 'there are two dogs' describe the picture?", "Are there two dogs?"),
    ("What I want to know is whether there is a dog.", "Is there a dog?"),
    ("How many dogs got caught on camera?", "How many dogs are there?"),
    ("How many dogs are in the photo I sent you?", "How many dogs are there?"),
    ("Dogs, number?", "How many dogs are there?"),
    ("Motorcycle, yes or no?", "Is there a motorcycle?"),
    ("Question 1: would you check for me whether the cat is on the couch?",
     "Is the cat on the couch?"),
    ("We are interested in how many dogs there are.", "How many dogs are there?"),
    ("In this shot, balls can be seen; how many exactly?", "How many balls are there?"),
    ("Does it have a chair in it that's big?", "Is there a big chair?"),
    ("Might the cat be on the couch?", "Is the cat on the couch?"),
    # several pictures
    ("First picture: how many dogs?", "How many dogs are in the first picture?"),
    ("Is there a picture with an owl in it?", "Does any picture show an owl?"),
    ("There are no pigs in either image.", "Both images contain no pigs."),
    ("Which boat has more people in it, the left image's or the right image's?",
     "Which image has more people in the boat?"),
    # orders and ranks in one picture, words on signs
    ("The thing furthest left is a what?", "What is the leftmost thing?"),
    ("Find the second book from the right and give its colour.",
     "What colour is the second book from the right?"),
    ("Which scarf is the lower one, the red or the green?",
     "Which is lower, the red scarf or the green scarf?"),
    ("From left to right, is the order lion, zebra, giraffe?",
     "Is the lion left of the zebra and is the zebra left of the giraffe?"),
    ("Is the smallest ball the yellow one?", "Is the smallest ball yellow?"),
    ("Are there trees on both sides of the house?",
     "Is there a tree left of the house and a tree right of the house?"),
    ("Does any sign carry the word CLOSED?", "Does the sign say CLOSED?"),
    ("Is TAXI the text on the sign?", "Does the sign say TAXI?"),
    ("How many boats have a dog in them?", "How many boats with a dog in them?"),
    ("Hat, handbag and dress all have the same colour.",
     "Do the hat and the handbag have the same colour and do the handbag and the dress have the"
     " same colour?"),
    # what somebody does anyway, alone, on foot; two numbers, each where it is
    ("How many ducks are swimming there?", "How many ducks are there?"),
    ("How many people are on foot?", "How many people are not in a vehicle?"),
    ("Is the person in the boat travelling all alone?",
     "Is there a person in the boat and is there exactly one thing in the boat?"),
    ("Are the cups fewer than the fruit in the bowl?",
     "Is the number of cups less than the number of fruits in the bowl?"),
    ("Does the bowl hold more pieces of fruit than there are cups?",
     "Is the number of fruits in the bowl more than the number of cups?"),
    ("The car's colour is red or blue, correct?", "Is the car either red or blue?"),
    ("Count all the creatures in it.", "How many animals are there?"),
    ("How many animals are in the boat besides the dogs?",
     "How many animals other than dogs are in the boat?"),
    ("My daughter says the tent is left of the tree; is she right?",
     "Is the tent left of the tree?"),
    ("Is somebody on the bus while somebody else is outside it?",
     "Is there a person on the bus and a person outside the bus?"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "plainly"), SAME)
def test_it_means_the_same(asked: str, plainly: str) -> None:
    images = 2 if any(word in asked for word in ("image", "First", "picture with")) else 1
    assert read(asked, images)[0] == read(plainly, images)[0]


SEVERAL = [
    ("Are there two elephants in one zoo and none in the other?", 2,
     "One image has two elephants and the other has none."),
    ("Is there one picture with a dog and one without?", 2,
     "One image has a dog and the other has none."),
    ("Who is in the boat in the second picture, a person or a dog?", 2,
     "In the second image, is the thing in the boat a person or a dog?"),
    ("Where are there more sheep, on the first or second farm?", 2, "Which image has more sheep?"),
    ("Does one picture have a kite while the other doesn't?", 2,
     "One image has a kite and the other has none."),
    ("Are there crabs on both beaches and turtles on neither?", 2,
     "Both images show crabs and no image shows turtles."),
    ("Where do you find the bicycle, in picture one or picture two?", 2,
     "Which image has the bicycle?"),
    ("Is there a pond without any fish?", 2, "Is there an image without fish?"),
    ("Has the cat moved from left to right between the first picture and the second?", 2,
     "Is the cat on the left in the first image and on the right in the second?"),
    ("How many frogs would have to be added to the first pond to match the second?", 2,
     "How many more frogs are there in the second image than in the first?"),
    ("Is the beach with the orange ball the one with the kite as well?", 2,
     "In the image with the orange ball, is there a kite?"),
    ("Does the left image have more dogs?", 2,
     "Are there more dogs in the left image than in the right?"),
    ("Are there more sheep in one image than in the other?", 2,
     "Are there different numbers of sheep in the two images?"),
    ("The umbrella's colour is the same in the two images.", 2,
     "Is the umbrella the same colour in both images?"),
    ("Is the number of sheep exactly 3 in one of the two pictures?", 2,
     "Are there exactly 3 sheep in one of the images?"),
    ("Are there two dogs in the left image and one in the right?", 2,
     "Are there exactly two dogs in the left image and exactly one dog in the right image?"),
    ("Does the left picture show fewer balls than the one on the right?", 2,
     "Are there fewer balls in the left image than in the right image?"),
    ("Is there a cat on the left as well as on the right?", 2, "Is there a cat in both images?"),
    ("The horse stands left of the tractor in the two pictures.", 2,
     "Is the horse left of the tractor in both images?"),
    ("An owl is to be found in which of the pictures?", 2, "Which image has an owl?"),
    ("Identify the image which shows the owl.", 3, "Which image has the owl?"),
    ("Where are there more cows, left or right?", 2, "Which image has more cows?"),
    ("Choose left or right, whichever picture has more balls.", 2, "Which image has more balls?"),
    ("Count the photos in which there is a dog.", 3, "How many of the images show a dog?"),
    ("Dogs turn up in how many of the pictures?", 3, "How many of the images show a dog?"),
    ("Does a dog show up whichever picture I look at?", 3, "Is there a dog in every image?"),
    ("Is the left picture the only one with a sun?", 2, "Does only the left image show a sun?"),
    ("Is it just the left picture that has a sun in it?", 2,
     "Does only the left image show a sun?"),
    ("Does one image, and one only, contain a cow?", 2, "Does only one image show a cow?"),
    ("Is there precisely one picture containing a bird?", 2, "Does only one image show a bird?"),
    ("Do exactly two pictures show a dog?", 3, "Do exactly two of the images show a dog?"),
    ("When you put the two pictures together, how many sheep are there?", 2,
     "How many sheep are there in total?"),
    ("The two pictures have how many dogs in all?", 2, "How many dogs are there in total?"),
    ("Are the pigs in the two photos equal in number?", 2,
     "Do both images show the same number of pigs?"),
    ("Is the number of dogs unequal in the two pictures?", 2,
     "Do both images show a different number of dogs?"),
    ("Compared to the right picture, has the left one more dogs?", 2,
     "Does the left image have more dogs than the right image?"),
    ("Does one show a dog and the other a cat?", 2,
     "One image shows a dog while the other shows a cat."),
    ("Is there a dog on the left but none on the right?", 2,
     "Is there a dog in the left image but not in the right image?"),
    ("Does the last of the pictures have the most dogs?", 2,
     "Does the second image show more dogs than the first image?"),
    ("Which of the three beaches has the most people?", 3, "Which image has the most people?"),
    ("Does every picture but one have a dog?", 4, "Do exactly three of the images show a dog?"),
    ("Does the first picture show as many cows as the second shows pigs?", 2,
     "Are there as many cows in the first image as pigs in the second image?"),
    ("Is the turtle higher up in the left picture or in the right one?", 2,
     "In which image is the turtle higher?"),
    ("Do at least two images show a dog?", 3, "Do more than one of the pictures show a dog?"),
    ("Is there a dog in the first and in the last picture?", 3,
     "Do the first and the last image show a dog?"),
    ("How many balls does the picture that shows an owl have?", 3,
     "In the image with an owl, how many balls are there?"),
    ("Does the picture with the owl show a dog as well?", 3,
     "In the image with the owl, is there a dog?"),
    ("What colour is the hat in the picture that has an owl in it?", 3,
     "In the image with an owl, what colour is the hat?"),
    ("Does the image in which the hat is red show a dog?", 3,
     "In the image where the hat is red, is there a dog?"),
    ("Is the sun on the left in picture one and on the right in picture two?", 2,
     "Is the sun in the left half in the first image and is the sun in the right half in the "
     "second image?"),
    ("In how many of the pictures is a dog sitting in a boat?", 3,
     "How many images have a dog in a boat?"),
    ("How many of the five desks have a camera?", 5, "How many images have a camera?"),
    ("Is the red key on the first desk and the black one on the second?", 2,
     "Is there a red key in the first image and a black key in the second image?"),
    ("Which farm's tractor is to the right of the cow?", 2,
     "In which image is the tractor right of the cow?"),
    ("Is the cow in the picture with the tractor?", 2,
     "In the image with the tractor, is there a cow?"),
    ("One sign says OPEN and the other one CLOSED.", 2,
     "One image has a sign that says open while the other has a sign that says closed."),
    ("In which one of the pictures can I read FERRY?", 3,
     "Which image has a sign that says ferry?"),
    ("In which park is the cat, the first, second or third?", 3, "Which image has a cat?"),
    ("Does the left pond have exactly one duck more than the right?", 2,
     "Does the left image have one more duck than the right image?"),
    ("Is the number of sheep exactly 3 in one of the two pictures?", 2,
     "Are there exactly 3 sheep in one of the pictures?"),
    ("Is the boat in the left image carrying more people than the one in the right image?", 2,
     "Is the number of people in the boat in the left image more than the number of people in the"
     " boat in the right image?"),
    ("Whose boat has more people aboard: that of picture 1 or that of picture 2?", 2,
     "Which image has more people in the boat?"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "images", "plainly"), SEVERAL)
def test_of_several_pictures_it_means_the_same(asked: str, images: int, plainly: str) -> None:
    assert read(asked, images)[0] == read(plainly, images)[0]


REFUSED = [
    ("Which are there most of, red cars, blue cars or buses?", 1),
    ("How many cups remain if the others are taken away?", 1),
    ("Is the right answer on the sign?", 1),
    ("What colour is the hat in the middle?", 3),
    ("Is there one picture with a dog and one with a cat but without a dog?", 3),
    ("Does the table have a lamp?", 1),
    ("What is directly near the kite?", 1),
    ("Is the dog the only animal not in the boat?", 1),
    ("Is the dog on the same side in exactly one picture?", 2),
    ("Where is the dog, above or below?", 1),
    ("Does the first image have more dogs?", 3),
    ("Are all balls but one red?", 1),
    ("How many cars have wheels?", 1),
    ("How many people hold dogs?", 1),
    ("Are there enough shoes for one pair?", 1),
    ("Do you see bread and cheese side by side?", 1),
    ("Are the two cars next to each other?", 1),
    ("Is a dog on the left half of the desk?", 1),
    ("Do an umbrella and a ball share the same colour?", 1),
    ("Is the bowl full of apples or is it empty?", 1),
    ("Is the cat in the middle of the picture?", 1),
    ("Is the cat next to the tree?", 1),
    ("Is the cat further left?", 1),
    ("Which corner is the cat in?", 1),
    ("Is the bowl left of the plate but not only of the plate?", 1),
    ("I can't see any dogs, so how many of them are red?", 1),
    ("My friend says the car is not, I believe, the one by the house.", 1),
    ("Dogs", 1),
    ("Both dogs and cats", 1),
    ("Is this image real?", 1),
    ("I doubt that there are two dogs.", 1),
    ("Are the people looking at us?", 1),
    ("Who took the picture?", 1),
    ("How many dogs are somewhere else?", 1),
    ("Is the cat between the dogs and the sheep?", 1),
    ("Is the boat in the left image like the one in the right?", 2),
    ("What is to the left of the boat?", 1),
    ("Is the kite directly above the tree?", 1),
    ("How many birds are directly above the boat?", 1),
    ("Is there a dog in the picture with the boat?", 1),
    ("Is the bird only in the left picture, and which is it?", 2),
    ("Does the left picture show more balls than there are dogs in the right picture?", 2),
    ("Not only the left picture has a dog.", 2),
    ("Which has more dogs, the first or the third picture?", 3),
    ("How many cows are in the left image, and how many in the right image?", 2),
    ("Does the picture with the owl show the picture with the dog?", 2),
    ("What colour is the hat in the middle picture?", 2),
    ("How many dogs do both pictures show together?", 3),
    ("How many wheels does the bus have?", 1),
    ("Of every kind of animal there is only one.", 1),
    ("Do we have dogs, purring, in this picture?", 1),
    ("How many people are there for every dog?", 1),
    ("Is the number of cars more than the number of cars?", 1),
    ("Are the dogs not completely asleep?", 1),
    ("Of every kind of animal there is only one.", 1),
    ("Is this a harbour?", 1),
    ("Is the cat on the red bed or the blue one?", 1),
    ("Are dogs nearly absent?", 1),
    ("Two of the dogs?", 1),
    ("Hardly any dogs, right?", 1),
    ("Has somebody left the boat?", 1),
    ("You'll see a dog only in the boat.", 1),
    ("Is this a harbour?", 1),
    ("Is the cat on the red bed or the blue one?", 1),
    ("What colour is neither the hat nor the ball?", 1),
    ("What colour does the hat not have?", 1),
    ("Does the hat match the ball?", 1),
    ("Which word is not on the sign?", 1),
    ("How long is the word on the sign?", 1),
    ("What is the dog holding on the bed?", 1),
    ("What is not on the plate?", 1),
    ("Is the owl in the tree the leftmost bird?", 1),
    ("How many people have arms?", 1),
    ("Which farm has a cow?", 1),
    ("Is it red or blue?", 1),
]


@pytest.mark.parametrize(("question", "images"), REFUSED)
def test_it_is_refused_and_not_misread(question: str, images: int) -> None:
    with pytest.raises(PlanError):
        asyncio.run(GrammarPlanner().plan(Request(question, images)))


OPEN = [row.question for rows in (again.ROWS, *PRACTICE.values()) for row in rows]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(OPEN))
def test_rules_without_their_words_are_no_loss(question: str) -> None:
    """Parsing with the rules that a text can use finds the derivations of the whole grammar."""
    text = tidy(question)
    earley = parser()
    try:
        whole = CollapseAmbiguities().transform(earley.lark.parse(text))
    except UnexpectedInput:
        with pytest.raises(UnexpectedInput):
            earley.parse(text)
        return
    assert set(CollapseAmbiguities().transform(earley.parse(text))) == set(whole)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OPEN), st.randoms(use_true_random=False))
def test_words_in_any_order_are_read_or_refused(question: str, chance: object) -> None:
    words = question.split()
    chance.shuffle(words)  # type: ignore[attr-defined]
    try:
        read(" ".join(words), 0)
    except Unread:
        return


def test_a_reading_can_be_chosen() -> None:
    question = "Is the dog in the boat to the left of the cat?"
    with pytest.raises(PlanError, match="--reading N") as caught:
        asyncio.run(GrammarPlanner().plan(Request(question)))
    readings = caught.value.readings
    assert len(readings) == 3
    for number, words in enumerate(readings, 1):
        chosen = asyncio.run(GrammarPlanner().plan(Request(question, reading=number)))
        assert chosen.readings == (words,)
    with pytest.raises(PlanError, match="3 readings, and none is number 4"):
        asyncio.run(GrammarPlanner().plan(Request(question, reading=4)))


PLACES = {
    "Point to the car": "OBJ0=POINT(image=IMAGE,object='car',masks=True)",
    "Where are the red cars?": "OBJ0=POINT(image=IMAGE,object='red car',masks=True)",
    "Find the dog": "OBJ0=LOC(image=IMAGE,object='dog')",
    "Outline the dog": "OBJ0=SEG(image=IMAGE,object='dog')",
    "Locate the dog and the cat": "OBJ0=DETECT(image=IMAGE,object='dog,cat')",
}


@pytest.mark.parametrize(("asked", "line"), PLACES.items())
def test_places_are_asked_for(asked: str, line: str) -> None:
    plan = asyncio.run(GrammarPlanner().plan(Request(asked)))
    assert plan.program == f"{line}\nFINAL_RESULT=RESULT(var=OBJ0)\n"


def test_a_place_by_its_rank_is_a_list_of_patches() -> None:
    program = asyncio.run(GrammarPlanner().plan(Request("Find the leftmost car"))).program
    assert "sorted(car_patches, key=lambda patch: patch.horizontal_center)[:1]" in program
