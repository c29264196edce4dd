/** Tests of the simulator from a client's view. */
@NullMarked
package uz.fiskaldesk.simulator;

import org.jspecify.annotations.NullMarked;
