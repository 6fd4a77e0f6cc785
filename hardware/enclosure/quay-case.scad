// The counter's case: a front that holds the screen, a back that holds the board, a foot, a
// cradle for the scanner, and clips that press the screen to the front. All lengths in mm.
//
// Every part lies here as it is printed: flat side down, no supports. PETG, 0.2 mm layers, three
// walls, 25 % infill. Screws: M3 x 10 self-tapping (back, clips, foot), M2.5 x 6 (board).
//
//   openscad -D 'part="front"' -D screen=7 -D 'board="pi4"' -o front.stl quay-case.scad

part = "all";        // front, back, foot, cradle, clip, all (to look at)
screen = 7;          // inches: 5 (800 x 480) or 7 (1024 x 600)
board = "pi4";       // zero or pi4 (Pi 3 and Pi 4 have the same holes)

wall = 3;            // walls of front and back
face = 3;            // what the screen lies against
depth = 46;          // of the front: screen, cables and board lie in it
gap = 1;             // around the screen
fit = 0.3;           // between parts that go into each other
tilt = 65;           // degrees from the table: looked at by somebody who stands
bed = 220;           // what the printer can print: width and depth
bed_height = 220;

// Outline of the module, and the part of it that shows something, seen from the front.
module_size = screen == 5 ? [121, 78] : [165, 124];
view_size = screen == 5 ? [109, 66] : [155, 87];
view_shift = screen == 5 ? [0, 0] : [0, 6];   // of the view's middle from the module's

// Holes of the boards, from their middle.
board_holes = board == "zero" ? [58, 23] : [58, 49];
board_size = board == "zero" ? [65, 30] : [85, 56];
board_shift = board == "zero" ? [0, 0] : [-10, 0]; // the holes of the larger sit to one side

post = 9;            // square posts in the corners, for the back's screws
tap = 2.6;           // holes that an M3 screw cuts its thread into
free = 3.4;          // holes that it passes through
outer = [module_size.x + 2 * (gap + post + wall), module_size.y + 2 * (gap + wall), depth];
posts = [for (x = [wall + post / 2, outer.x - wall - post / 2])
         for (y = [wall + post / 2, outer.y - wall - post / 2]) [x, y]];
foot_holes = [60, 24];
foot_width = 110;

// The board sits above the middle, away from the foot's screws, as far as the plate reaches.
board_up = min(16, outer.y / 2 - wall - fit - board_holes.y / 2 - 5);

assert(wall >= 2 && face >= 2, "walls are 2 mm at least");
assert(outer.x <= bed && outer.y <= bed, "the front does not fit the printer's bed");
assert((post - tap) / 2 >= 2, "posts are 2 mm thick around their holes");
assert(screen == 5 || screen == 7, "screens of 5 and 7 inches");
assert(board == "zero" || board == "pi4", "boards zero and pi4");

$fn = 40;

module rounded(size, radius) {
    translate([radius, radius, 0])
        linear_extrude(size.z)
            offset(radius) square([size.x - 2 * radius, size.y - 2 * radius]);
}

module at(places) {
    for (place = places) translate([place.x, place.y, 0]) children();
}

function grid(spacing) = [for (x = [-0.5, 0.5]) for (y = [-0.5, 0.5]) [x * spacing.x, y * spacing.y]];

// The window's outer edge is broken, so that fingers reach the screen's rim; two millimetres stay.
module window() {
    edge = face - 2;
    translate([outer.x / 2 + view_shift.x, outer.y / 2 + view_shift.y, 0]) {
        translate([0, 0, -1]) linear_extrude(face + 2) square(view_size, center = true);
        translate([0, 0, -0.01])
            linear_extrude(edge, scale = [view_size.x / (view_size.x + 2 * edge), view_size.y / (view_size.y + 2 * edge)])
                square([view_size.x + 2 * edge, view_size.y + 2 * edge], center = true);
    }
}

module front() {
    difference() {
        union() {
            difference() {
                rounded(outer, 5);
                translate([wall, wall, face]) rounded([outer.x - 2 * wall, outer.y - 2 * wall, depth], 2.5);
            }
            // Posts grow out of the corners; a hair into the walls, so that all is one body.
            at(posts) translate([-post / 2 - 0.5, -post / 2 - 0.5, face / 2])
                cube([post + 1, post + 1, depth - wall - face / 2]);
        }
        window();
        at(posts) translate([0, 0, depth - wall - 14]) cylinder(d = tap, h = 15);
        // Cables leave at both sides, behind the screen: downwards the foot is in the way.
        for (x = [-1, outer.x - wall - 1])
            translate([x, outer.y / 2 - 22, depth - 24]) cube([wall + 2, 44, 15]);
        // Warm air leaves upwards.
        for (slot = [-3 : 3])
            translate([outer.x / 2 + slot * 14 - 4, outer.y - wall - 1, depth - 24]) cube([8, wall + 2, 12]);
        // Holes for the clips, beside the screen, halfway up.
        for (side = [0, 1]) clip_post_hole(side);
    }
    for (side = [0, 1]) clip_post(side);
}

// Two posts at each side carry the clips.
function clip_places(side) = [for (y = [0.3, 0.7])
    [side == 0 ? wall + post / 2 : outer.x - wall - post / 2, outer.y * y]];

module clip_post(side) {
    difference() {
        at(clip_places(side)) translate([-post / 2 - 0.5, -post / 2, face / 2])
            cube([post + 1, post, 8 - face / 2 + face]);
        at(clip_places(side)) translate([0, 0, face + 1]) cylinder(d = tap, h = 20);
    }
}

module clip_post_hole(side) {
    at(clip_places(side)) translate([0, 0, face + 1]) cylinder(d = tap, h = 20);
}

module clip() {
    difference() {
        rounded([26, 10, 4], 3);
        hull() {
            translate([6, 5, -1]) cylinder(d = free, h = 6);
            translate([10, 5, -1]) cylinder(d = free, h = 6);
        }
    }
}

module back() {
    middle = [outer.x / 2, outer.y / 2];
    plate = [outer.x - 2 * wall - 2 * fit, outer.y - 2 * wall - 2 * fit, wall];
    difference() {
        union() {
            translate([wall + fit, wall + fit, 0]) rounded(plate, 2.5 - fit);
            at([for (hole = grid(board_holes)) hole + middle + board_shift + [0, board_up]])
                cylinder(d = 7, h = wall + 6);
        }
        at(posts) translate([0, 0, -1]) cylinder(d = free, h = wall + 2);
        at([for (hole = grid(board_holes)) hole + middle + board_shift + [0, board_up]])
            translate([0, 0, wall - 0.5]) cylinder(d = 2.2, h = 10);
        // The foot.
        at([for (hole = grid(foot_holes)) hole + [middle.x, wall + 26]])
            translate([0, 0, -1]) cylinder(d = free, h = wall + 2);
        // Air, under the board and above it.
        for (slot = [-3 : 3])
            translate([middle.x + board_shift.x + slot * 8 - 1.75, middle.y + board_up - 8, -1])
                cube([3.5, 16, wall + 2]);
    }
}

// Printed lying on its side: the profile is drawn as one sees it from the counter's end.
module foot() {
    thick = 5;
    reach = 90;      // backwards, where a finger on the screen presses
    forward = 35;    // under the case, whose weight lies in front of the leaning plate
    high = 70;
    difference() {
        linear_extrude(foot_width)
            difference() {
                union() {
                    hull() { translate([-forward, thick / 2]) circle(d = thick);
                             translate([reach, thick / 2]) circle(d = thick); }
                    hull() { translate([thick / 2, thick / 2]) circle(d = thick);
                             translate([thick / 2 + high * cos(tilt), thick / 2 + high * sin(tilt)]) circle(d = thick); }
                    hull() { translate([reach * 0.85, thick / 2]) circle(d = thick);
                             translate([thick / 2 + 52 * cos(tilt), thick / 2 + 52 * sin(tilt)]) circle(d = thick); }
                }
                translate([-forward - 20, -20]) square([forward + reach + 60, 20]);
            }
        // Screws come from inside the case, through the back, and bite here: put the foot on first.
        for (x = [-0.5, 0.5]) for (up = [24, 48])
            translate([thick / 2, thick / 2, foot_width / 2 + x * foot_holes.x])
                rotate([0, 0, tilt]) translate([up, -4, 0]) rotate([-90, 0, 0])
                    cylinder(d = tap, h = 8);
    }
}

// A cup for the head of a hand-held scanner: it looks out at the front while it rests.
module cradle() {
    cup = [62, 52, 66];
    thick = 3;
    difference() {
        union() {
            rounded([100, 84, 4], 6);
            translate([(100 - cup.x) / 2, (84 - cup.y) / 2, 0]) rounded(cup, 10);
        }
        translate([(100 - cup.x) / 2 + thick, (84 - cup.y) / 2 + thick, 4])
            rounded([cup.x - 2 * thick, cup.y - 2 * thick, cup.z], 7);
        // The cable and the handle leave at the back.
        translate([50 - 14, 84 / 2, 18]) cube([28, 60, 60]);
        // The window that it looks through.
        translate([50 - 18, -1, 14]) cube([36, 42, 30]);
        at([[10, 10], [90, 10], [10, 74], [90, 74]]) translate([0, 0, -1]) cylinder(d = 4.5, h = 6);
    }
}

// As it stands on the counter: leaning back over its foot, the cradle beside it.
module together() {
    thick = 5;
    up = 7;          // the case begins so far up the foot's leaning plate
    place = [thick / 2 - thick / 2 * sin(tilt) + up * cos(tilt) - depth * sin(tilt),
             thick / 2 + thick / 2 * cos(tilt) + up * sin(tilt) + depth * cos(tilt)];
    translate([0, place.x, place.y])
        rotate([tilt, 0, 0])
            translate([outer.x, 0, 0]) rotate([0, 180, 0]) {
                front();
                translate([0, 0, depth]) mirror([0, 0, 1]) back();
            }
    translate([outer.x / 2 - foot_width / 2, 0, 0]) rotate([90, 0, 90]) foot();
    translate([outer.x + 25, -60, 0]) cradle();
}

if (part == "front") front();
else if (part == "back") back();
else if (part == "foot") foot();
else if (part == "cradle") cradle();
else if (part == "clip") clip();
else together();
