/** Builds the messages for users in their language: states, outcomes, advice, warnings and errors. */
@NullMarked
package uz.fiskaldesk.wording;

import org.jspecify.annotations.NullMarked;
