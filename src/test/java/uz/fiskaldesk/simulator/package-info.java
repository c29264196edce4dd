/** What the simulator does, seen from the other end of the wire. */
@NullMarked
package uz.fiskaldesk.simulator;

import org.jspecify.annotations.NullMarked;
