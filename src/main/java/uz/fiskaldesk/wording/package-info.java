/** How things are said to people, in the language they chose: states, outcomes and advice, refusals, warnings, troubles. */
@NullMarked
package uz.fiskaldesk.wording;

import org.jspecify.annotations.NullMarked;
